import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionRow, logRows, type AnyRow } from "./support/log-rows.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { rowAsking } from "./support/rows-of.ts";

const START = Date.now() / 1_000;

/** A span of the app's own around an execution. */
function appSpan(fields: AnyRow): AnyRow {
  return executionRow("app", {
    span_attributes: { name: "make a postcard", type: "task" },
    metadata: {},
    input: "a postcard",
    output: undefined,
    ...fields,
  });
}

describe("a view that is open", () => {
  let studio: OpenStudio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    await logRows(studio.url, [
      appSpan({ metrics: { start: START } }),
      executionRow("run", { root_span_id: "app", span_parents: ["app"] }),
    ]);
    ({ page } = await studio.open());
    await rowAsking(page, "prompt of run").waitFor();
  });
  afterAll(() => studio.close());

  it("shows the end of a span that is no execution, too", async () => {
    await page.goto(`${studio.url}/traces/app`);
    await page.locator(".span-link").filter({ hasText: "make a postcard" }).click();
    await page.getByText("Nothing yet; it is still running.").waitFor();
    await logRows(studio.url, [
      appSpan({ metrics: { start: START, end: START + 2 }, output: "a postcard of a pier" }),
    ]);
    await page.getByText("a postcard of a pier").waitFor();
    expect(await page.locator(".view-head .badge").innerText()).toContain("succeeded");
  });

  it.each([
    ["execution", "a.execution-row"],
    ["trace", ".span-link"],
  ])("says of its %s that it is gone when everything is cleared", async (what, link) => {
    await logRows(studio.url, [executionRow("cleared")]);
    await page.goto(`${studio.url}/${what === "trace" ? "traces/cleared" : ""}`);
    if (what === "execution") await page.locator(link).first().click();
    await page.locator(`main.${what}-view`).waitFor();
    await fetch(`${studio.url}/api/executions`, { method: "DELETE" });
    await page.getByRole("heading", { name: `This ${what} is not here` }).waitFor();
    expect(await page.locator(`main.${what}-view`).count()).toBe(0);
  });
});
