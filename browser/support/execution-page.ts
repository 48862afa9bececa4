import type { Locator, Page } from "playwright-core";
import { rowAsking } from "./rows-of.ts";

/** Opens an execution from the list at an address, by what went in. */
export async function openExecution(page: Page, address: string, input: string): Promise<void> {
  await page.goto(address);
  await rowAsking(page, input).click();
  await page.locator("main.execution-view").waitFor();
}

/** A section of an execution, by its heading. */
export function sectionOf(page: Page, title: string): Locator {
  return page
    .locator("section.section")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}
