import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { executionRow, logRows, type AnyRow } from "./support/log-rows.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { countOfRows, rowAsking, rowsOf, waitForCount } from "./support/rows-of.ts";

/** More than the list reads at once. */
const RUNNING = 700;
const START = Date.now() / 1_000 - 3_600;

function running(number: number): AnyRow {
  return executionRow(`run-${number}`, {
    metadata: { provider: "replicate", model: "acme/rows", status: "processing" },
    metrics: { start: START + number },
    output: undefined,
  });
}

function ended(number: number): AnyRow {
  return executionRow(`run-${number}`, {
    metrics: { start: START + number, end: START + number + 1 },
  });
}

describe("the list of what is running", () => {
  let studio: OpenStudio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    ({ page } = await studio.open());
  });
  afterAll(() => studio.close());

  beforeEach(async () => {
    await fetch(`${studio.url}/api/executions`, { method: "DELETE" });
    await logRows(
      studio.url,
      Array.from({ length: RUNNING }, (_, number) => running(number)),
    );
    // What it hears of the first ones; then it has no more than it asked for.
    await openAnd(RUNNING);
    await openAnd(RUNNING + 1);
  });

  /** Opens the list; once it has heard of one more, nothing that it asked for is on its way. */
  async function openAnd(log: number): Promise<void> {
    await page.goto(`${studio.url}/?status=running`);
    await page.locator(".connection.live").waitFor();
    await logRows(studio.url, [running(log)]);
    await expect.poll(() => count()).toBe(String(log + 1));
  }

  const count = (): Promise<string> => page.locator(".execution-count").innerText();
  const focused = (): Promise<string | undefined> =>
    page.evaluate<string | undefined>("document.activeElement.dataset.key");

  it("counts those that end beyond the rows that were loaded", async () => {
    expect(await countOfRows(page)).toBeLessThan(RUNNING);
    await logRows(studio.url, [ended(0), ended(1)]);
    await expect.poll(() => count()).toBe(String(RUNNING));
  });

  it("keeps what is read under the eyes when as many end as begin", async () => {
    await page.locator(".virtual-list").evaluate((box) => box.scrollTo(0, 64 * 30));
    const seen = rowAsking(page, `prompt of run-${RUNNING - 35}`);
    const place = page.locator(`[data-key="${await seen.getAttribute("data-key")}"]`);
    const top = (): Promise<number> => place.evaluate((row) => row.getBoundingClientRect().top);
    const before = await top();
    await logRows(studio.url, [running(RUNNING + 2), ended(RUNNING - 70)]);
    const position = page.locator(".virtual-row").filter({ has: place });
    await expect.poll(() => position.getAttribute("aria-posinset")).toBe("38");
    expect(await top()).toBe(before);
  });

  it("lets the keyboard go on where it was when its row has left", async () => {
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("j");
    const rows = rowsOf(page);
    const left = await rows.nth(3).getAttribute("data-key");
    const next = await rows.nth(4).getAttribute("data-key");
    expect(await focused()).toBe(left);
    await logRows(studio.url, [ended(RUNNING - 2)]);
    await page.locator(`[data-key="${left}"]`).waitFor({ state: "detached" });
    expect(await focused()).toBe(next);
    await page.keyboard.press("j");
    expect(await focused()).toBe(await rows.nth(4).getAttribute("data-key"));
  });

  it("leads from an execution that has left it to the next one", async () => {
    const rows = rowsOf(page);
    await rows.nth(2).click();
    await page.getByText("Nothing yet; it is still running.").waitFor();
    await logRows(studio.url, [ended(RUNNING - 1)]);
    await page.getByText(`output of run-${RUNNING - 1}`).waitFor();
    await page.keyboard.press("j");
    const shown = (): Promise<string> => page.locator("main").innerText();
    await expect.poll(shown).toContain(`prompt of run-${RUNNING - 2}`);
  });

  it("is what the page's name leads to", async () => {
    await page.goto(studio.url);
    await rowsOf(page).first().waitFor();
    await page.getByRole("button", { name: "Status" }).click();
    await page.getByRole("group", { name: "Status" }).getByText("running").click();
    await page.waitForURL("**/?status=running");
    expect(await page.locator(".top-name").getAttribute("href")).toBe("/?status=running");
  });
});

describe("the list of the last 15 minutes", () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it("lets go of what has become older", async () => {
    const start = Date.now() / 1_000 - 14.5 * 60;
    await logRows(studio.url, [
      executionRow("aging", { metrics: { start, end: start + 1 } }),
      executionRow("fresh"),
    ]);
    const { page } = await studio.open();
    await page.clock.install();
    await page.goto(`${studio.url}/?since=15m`);
    await waitForCount(page, 2);
    await page.clock.fastForward("01:00");
    await waitForCount(page, 1);
    await rowAsking(page, "prompt of fresh").waitFor();
    expect(await page.locator(".execution-count").innerText()).toBe("1");
  });
});
