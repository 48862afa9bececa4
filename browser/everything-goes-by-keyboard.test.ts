import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionRow, logRows } from "./support/log-rows.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { rowsOf, waitForCount } from "./support/rows-of.ts";

describe("without a mouse", () => {
  let studio: OpenStudio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio("picture", "upscale", "story");
    ({ page } = await studio.open());
    await waitForCount(page, 3);
  });
  afterAll(() => studio.close());

  const focused = (): Promise<string> =>
    page.evaluate("document.activeElement?.textContent?.replace(/\\s+/g, ' ').trim() ?? ''");
  /** The page draws when the key is up again. */
  const expectFocus = async (text: string | RegExp): Promise<void> => {
    await expect.poll(focused).toMatch(text);
  };
  const press = (key: string): Promise<void> => page.keyboard.press(key);

  it("goes through the list, into an execution, to its neighbours and back", async () => {
    await press("j");
    await expectFocus("Tell a story");
    await press("ArrowDown");
    await expectFocus("scale: 4");
    await press("k");
    await expectFocus("Tell a story");
    await press("End");
    await expectFocus("The same bay by moonlight");
    await press("Enter");
    await page.locator("main.execution-view").waitFor();
    await expectFocus(/^tidewater\/landscape$/);
    await press("k");
    await page.locator("h1", { hasText: "upscale" }).waitFor();
    await press("Escape");
    await page.locator("main.executions-view").waitFor();
    await press("j");
    await expect.poll(focused).toContain("The same bay by moonlight");
  });

  it("takes the focus along at once, for who presses Enter before the page is drawn", async () => {
    await press("End");
    await expectFocus("The same bay by moonlight");
    const text = await page.evaluate(
      "dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' })); document.activeElement.textContent",
    );
    expect(text).toContain("Tell a story");
  });

  it("hands the keys over with the view: a view that is gone hears none", async () => {
    await press("Enter");
    await page.locator("main.execution-view").waitFor();
    const address = await page.evaluate(`new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (document.querySelector("main.executions-view") === null) return;
        observer.disconnect();
        dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
        resolve(location.pathname);
      }).observe(document.body, { childList: true, subtree: true });
      document.querySelector("main a[title^=Back]").click();
    })`);
    expect(address).toBe("/");
    await page.locator("main.executions-view").waitFor();
  });

  it("takes the focus to the search at once, for who types on before the page is drawn", async () => {
    const focusAfterSlash = (then: string): Promise<string> =>
      page.evaluate<string>(`(async () => {
        dispatchEvent(new KeyboardEvent("keydown", { key: "/" }));
        ${then}
        return document.activeElement.id;
      })()`);
    expect(await focusAfterSlash("")).toBe("search");
    await press("Escape");
    await press("Home");
    await press("Enter");
    await page.locator("main.execution-view").waitFor();
    // From another view: by the next key, which the browser hands over as a task of its own.
    const nextTask = `await new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    });`;
    expect(await focusAfterSlash(nextTask)).toBe("search");
    await press("Escape");
  });

  it("searches, and leaves the search", async () => {
    await press("/");
    await page.keyboard.type("lighthouse j k");
    expect(await page.getByRole("searchbox").inputValue()).toBe("lighthouse j k");
    await press("Escape");
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
    await press("Escape");
    await waitForCount(page, 3);
    await press("Home");
    await expectFocus("Tell a story");
  });

  it("opens a filter, chooses and closes it with the focus where it was", async () => {
    const button = page.getByRole("button", { name: "Status" });
    await button.focus();
    await press("Enter");
    await page.locator(".filter-panel").waitFor();
    await press("Tab");
    await press("Space");
    await press("Escape");
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(new URL(page.url()).searchParams.getAll("status")).toHaveLength(1);
    await page.getByRole("button", { name: "Clear", exact: true }).press("Enter");
    await waitForCount(page, 3);
  });

  it("walks the tree of a trace", async () => {
    await press("Home");
    await press("Enter");
    await page.locator("main.execution-view").waitFor();
    await press("t");
    await page.locator("main.trace-view").waitFor();
    await press("j");
    await expectFocus("a morning at the harbour");
    await press("ArrowDown");
    await expectFocus("make postcards");
    await press("ArrowLeft");
    await expect.poll(() => page.locator(".span-row").count()).toBe(2);
    await press("ArrowRight");
    await press("ArrowRight");
    await expectFocus(/^.?picture/);
    await press("ArrowLeft");
    await press("ArrowLeft");
    await expectFocus("make postcards");
    await press("Escape");
    await page.locator("main.execution-view").waitFor();
    await press("Escape");
    await page.locator("main.executions-view").waitFor();
  });

  it("tells its keys, and lets the single letters be turned off", async () => {
    await press("?");
    const help = page.getByRole("dialog", { name: "Keyboard" });
    await help.waitFor();
    await help.getByLabel("Shortcuts of a single letter").press("Space");
    await press("Escape");
    await help.waitFor({ state: "detached" });
    await press("Home");
    await expectFocus("Tell a story");
    const before = await focused();
    await press("j");
    expect(await focused()).toBe(before);
    await press("ArrowDown");
    await expect.poll(focused).not.toBe(before);
    await page.evaluate("localStorage.clear()");
  });

  it("keeps the focus on its row while rows come in above", async () => {
    await press("Home");
    await expectFocus("Tell a story");
    const before = await focused();
    await logRows(
      studio.url,
      Array.from({ length: 40 }, (_, index) => executionRow(`more-${index}`)),
    );
    await waitForCount(page, 43);
    expect(await focused()).toBe(before);
    await press("k");
    await expectFocus("prompt of more-");
  });

  it("lets Tab reach the list once, and then leave it", async () => {
    await page.getByRole("button", { name: "Time" }).focus();
    await press("Tab");
    const rows = await rowsOf(page).evaluateAll(
      (all) => all.filter(({ tabIndex }) => tabIndex === 0).length,
    );
    expect(rows).toBe(1);
    expect(await page.evaluate("document.activeElement?.className ?? ''")).toContain(
      "execution-row",
    );
  });
});
