import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionRow, logRows } from "./support/log-rows.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { countOfRows, rowAsking, rowsOf, waitForCount } from "./support/rows-of.ts";

const STEPS = ["story", "delivered", "voice", "describe", "upscale", "canceled", "pictures"];

describe("the list", () => {
  let studio: OpenStudio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio(...STEPS);
    const old = Date.now() / 1_000 - 7_200;
    await logRows(studio.url, [
      executionRow("yesterday", { metrics: { start: old, end: old + 1 }, output: { n: 1 } }),
    ]);
    ({ page } = await studio.open());
    await waitForCount(page, STEPS.length + 1);
  });
  afterAll(() => studio.close());

  async function choose(menu: string, ...values: readonly string[]): Promise<void> {
    await page.getByRole("button", { name: menu }).click();
    for (const value of values) {
      await page.getByRole("group", { name: menu }).getByText(value, { exact: true }).click();
    }
    await page.keyboard.press("Escape");
  }

  async function startOver(): Promise<void> {
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await waitForCount(page, STEPS.length + 1);
  }

  it("leaves who opens an execution there, although a word was just typed", async () => {
    const address = await page.evaluate(`new Promise((resolve) => {
      const box = document.querySelector("#search");
      box.value = "tide";
      box.dispatchEvent(new Event("input", { bubbles: true }));
      document.querySelector("a.execution-row[href]").click();
      setTimeout(() => resolve(location.pathname), 500);
    })`);
    expect(address).toMatch(/^\/executions\/./);
    await page.goBack();
    await waitForCount(page, STEPS.length + 1);
  });

  it("is filtered by model, several at once", async () => {
    await choose("Model", "tidewater/voice", "tidewater/describe");
    await waitForCount(page, 2);
    expect(new URL(page.url()).searchParams.getAll("model")).toHaveLength(2);
    await startOver();
  });

  it.each([
    ["Status", ["failed"], 1],
    ["Status", ["canceled", "failed"], 2],
    ["Output", ["image"], 2],
    ["Output", ["json"], 2],
    ["Project", ["Harbour postcards"], STEPS.length],
    ["Time", ["Last hour"], STEPS.length],
  ] as const)("is filtered by %s: %j", async (menu, values, count) => {
    await choose(menu, ...values);
    await expect.poll(() => countOfRows(page)).toBe(count);
    await startOver();
  });

  it("is filtered by version", async () => {
    await page.getByRole("button", { name: "Version" }).click();
    const version = page.getByRole("group", { name: "Version" }).locator(".filter-value");
    expect(await version.count()).toBe(1);
    await version.click();
    await page.keyboard.press("Escape");
    await waitForCount(page, 1);
    expect(await rowsOf(page).innerText()).toContain("tidewater/delivered");
    await startOver();
  });

  it("is searched by words of inputs and of outputs", async () => {
    const search = page.getByRole("searchbox", { name: "Search inputs and outputs" });
    await search.fill("woodcut");
    await waitForCount(page, 1);
    await rowAsking(page, "Hills above a quiet bay").waitFor();
    await search.fill("whale");
    await rowAsking(page, "Tell a story").waitFor();
    await waitForCount(page, 1);
    await search.fill("nothing of the kind");
    await page.getByRole("heading", { name: "Nothing fits" }).waitFor();
    await page.getByRole("link", { name: "Show all executions" }).click();
    await expect.poll(() => countOfRows(page)).toBe(STEPS.length + 1);
  });

  it("is narrowed by a filter that is chosen while the search waits for the rest of a word", async () => {
    const toggle = page.locator(".filter-panel .filter-value").filter({ hasText: "failed" });
    await page.getByRole("button", { name: "Status" }).click();
    await toggle.waitFor();
    // In one go, because the pause is short.
    await page.evaluate(`(() => {
      const search = document.querySelector("#search");
      search.value = "memory";
      search.dispatchEvent(new InputEvent("input", { bubbles: true }));
      [...document.querySelectorAll(".filter-panel .filter-value")]
        .find((label) => label.textContent.includes("failed"))
        .querySelector("input")
        .click();
    })()`);
    await expect.poll(() => page.evaluate("location.search")).toBe("?status=failed&q=memory");
    await page.keyboard.press("Escape");
    await startOver();
  });

  it("is the same for whoever opens its address", async () => {
    const narrowed = `${studio.url}/?status=failed&q=memory`;
    const other = await studio.open({}, narrowed);
    await waitForCount(other.page, 1);
    expect(await other.page.getByRole("searchbox").inputValue()).toBe("memory");
    await other.page.context().close();
  });

  it("takes in what comes and fits, and nothing else", async () => {
    await choose("Status", "failed");
    await waitForCount(page, 1);
    await logRows(studio.url, [
      executionRow("fits", { error: "out of paint" }),
      executionRow("does-not"),
    ]);
    await waitForCount(page, 2);
    expect(await rowAsking(page, "prompt of does-not").count()).toBe(0);
  });

  it("finds what comes while it is searched", async () => {
    await page.goto(`${studio.url}/?q=zeppelin`);
    await page.getByRole("heading", { name: "Nothing fits" }).waitFor();
    await logRows(studio.url, [
      executionRow("found", { output: "a zeppelin above the pier" }),
      executionRow("not-found", { output: "a balloon" }),
    ]);
    await rowAsking(page, "prompt of found").waitFor();
    expect(await countOfRows(page)).toBe(1);
  });
});
