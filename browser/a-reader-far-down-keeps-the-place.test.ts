import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionRow, logRows } from "./support/log-rows.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { countOfRows, rowsOf } from "./support/rows-of.ts";

/** More than one answer of the server holds. */
const STORED = 1_200;
/** So many at once that the page is told to read its list anew. */
const FLOOD = 400;

describe("a reader far down", () => {
  let studio: OpenStudio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    await log("old", STORED);
    // What floods the list is told for a second more; then the page is opened.
    ({ page } = await studio.open());
    await rowsOf(page).first().waitFor();
  });
  afterAll(async () => {
    await studio.close();
  });

  async function log(name: string, count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, index) => executionRow(`${name}-${index}`));
    await logRows(studio.url, rows);
  }

  async function scrollToEnd(): Promise<void> {
    await page.locator(".virtual-list").evaluate((box) => box.scrollTo(0, box.scrollHeight));
  }

  /** Scrolls to the end of what there is; answers how many rows that were. */
  async function scrolledTo(): Promise<number> {
    await scrollToEnd();
    return await countOfRows(page);
  }

  it("gets page after page to the last", async () => {
    await expect.poll(scrolledTo).toBe(STORED);
  });

  it("keeps the place when so much comes in that the list is read anew", async () => {
    await scrollToEnd();
    const seen = rowsOf(page).last();
    const key = await seen.getAttribute("data-key");
    const place = page.locator(`[data-key="${key}"]`);
    const before = await place.evaluate((row) => row.getBoundingClientRect().top);
    await log("new", FLOOD);
    await page.locator(".execution-count", { hasText: "1,600" }).waitFor();
    await page.locator("li.virtual-row").first().waitFor();
    expect(await countOfRows(page)).toBeGreaterThanOrEqual(STORED);
    expect(await place.evaluate((row) => row.getBoundingClientRect().top)).toBe(before);
  });

  it("has them all in the end", async () => {
    await expect.poll(scrolledTo).toBe(STORED + FLOOD);
  });
});
