import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOSTILE_ROWS, hostileRow } from "./support/hostile-rows.ts";
import { logRows } from "./support/log-rows.ts";
import type { WatchedPage } from "./support/open-chromium.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";

interface Listed {
  readonly executions: readonly {
    readonly key: string;
    readonly id: string;
    readonly traceId: string;
  }[];
}

describe("rows that mean harm", () => {
  let studio: OpenStudio;
  let watched: WatchedPage;
  let page: Page;
  let keys: ReadonlyMap<string, string>;

  beforeAll(async () => {
    studio = await openStudio();
    for (const [index, row] of HOSTILE_ROWS.entries()) {
      const status = await logRows(studio.url, [hostileRow(row, index)]);
      if (status >= 300) throw new Error(`The row with ${row.tries} was answered ${status}`);
    }
    const answer = await fetch(`${studio.url}/api/executions?limit=100`);
    const { executions } = (await answer.json()) as Listed;
    keys = new Map(executions.map(({ id, key }) => [id, key]));
    watched = await studio.open();
    page = watched.page;
  });
  afterAll(() => studio.close());

  const nothingRan = async (): Promise<void> => {
    expect(await page.evaluate("window.hostile")).toBeUndefined();
    expect(await page.evaluate("({}).polluted")).toBeUndefined();
    expect(watched.troubles.filter((trouble) => !isOfMissingFile(trouble))).toEqual([]);
    const links = await page
      .locator("a[href]")
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol));
    for (const protocol of links) expect(["http:", "https:"]).toContain(protocol);
    const sources = await page
      .locator("[src]")
      .evaluateAll((all) =>
        all
          .map((one) => new URL(one.getAttribute("src") ?? "", location.href))
          .map(({ origin, pathname }) => origin + pathname),
      );
    for (const source of sources)
      expect(source).toMatch(new RegExp(`^${studio.url}/(?:media|assets)/`));
    expect(await page.locator("iframe, object, embed, form, base").count()).toBe(0);
    expect(await page.locator("script:not([type=module])").count()).toBe(0);
  };

  it("are more than thirty", () => {
    expect(HOSTILE_ROWS.length).toBeGreaterThan(30);
  });

  it("are all in the list, which stays a list", async () => {
    await page.locator(`li.virtual-row[aria-setsize="${keys.size}"]`).first().waitFor();
    expect(keys.size).toBe(HOSTILE_ROWS.length);
    const list = page.locator(".virtual-list");
    for (let top = 0; top < keys.size * 64; top += 500)
      await list.evaluate((box, to) => box.scrollTo(0, to), top);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await nothingRan();
  });

  it.each(HOSTILE_ROWS.map((row, index) => ({ ...row, index })))("$tries", async ({ index }) => {
    const key = keys.get(`hostile-${index}`);
    await page.goto(`${studio.url}/executions/${key}`);
    await page.locator("main.execution-view").waitFor();
    for (const name of ["Markdown", "JSON"]) {
      const choice = page.getByRole("button", { name, exact: true }).first();
      if (await choice.isVisible()) await choice.click();
    }
    for (const language of ["Python", "JavaScript"]) {
      const choice = page.getByRole("button", { name: language, exact: true });
      if (await choice.isVisible()) await choice.click();
    }
    await page
      .locator(".json-toggle[aria-expanded=false]")
      .evaluateAll((all) => all.forEach((toggle) => (toggle as HTMLElement).click()));
    await nothingRan();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    // However large the row, the document is of a size that a browser handles.
    expect(await page.locator("*").count()).toBeLessThan(6_000);
  });

  it("leave their traces readable", async () => {
    const answer = await fetch(`${studio.url}/api/executions?limit=100`);
    const { executions } = (await answer.json()) as Listed;
    for (const { traceId } of executions.slice(0, 45)) {
      await page.goto(`${studio.url}/traces/${encodeURIComponent(traceId)}`);
      await page.locator("main.trace-view .span-row").first().waitFor();
    }
    await nothingRan();
    expect(await page.title()).toContain("trace");
  });
});

/** A picture that is no picture cannot be shown, and the console says so. */
function isOfMissingFile(trouble: string): boolean {
  const start = "console: Failed to load resource: the server responded with a status of 404";
  return trouble.startsWith(start);
}
