import type { Locator, Page } from "playwright-core";

/** The rows of the list that are in the document. */
export function rowsOf(page: Page): Locator {
  return page.locator("a.execution-row");
}

/** The row of an execution, by what went in. */
export function rowAsking(page: Page, input: string): Locator {
  return rowsOf(page).filter({ hasText: input });
}

/** How many rows the list says that it has. */
export async function countOfRows(page: Page): Promise<number> {
  const first = page.locator("li.virtual-row").first();
  return Number((await first.getAttribute("aria-setsize")) ?? 0);
}

/** Waits until the list has so many rows in all, drawn or not. */
export async function waitForCount(page: Page, count: number): Promise<void> {
  await page.locator(`li.virtual-row[aria-setsize="${count}"]`).first().waitFor();
}
