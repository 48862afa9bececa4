import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { rowAsking } from "./support/rows-of.ts";

describe("the trace around an execution", () => {
  let studio: OpenStudio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio("picture", "upscale");
    ({ page } = await studio.open());
    await rowAsking(page, "The same bay by moonlight").click();
    await page.getByRole("link", { name: "Trace", exact: true }).click();
    await page.locator("main.trace-view").waitFor();
  });
  afterAll(() => studio.close());

  const names = (): Promise<readonly string[]> =>
    page.locator(".span-row").evaluateAll((rows) =>
      rows.map((row) => {
        const level = row.closest("li")?.getAttribute("aria-level") ?? "";
        return `${level} ${row.querySelector(".span-name .logged")?.textContent ?? ""}`;
      }),
    );

  it("has the app's own spans as a tree", async () => {
    expect(await names()).toEqual([
      "1 a morning at the harbour",
      "2 make postcards",
      "3 picture",
      "4 replicate.run",
      "3 upscale",
      "4 replicate.run",
    ]);
  });

  it("puts each bar where its time is", async () => {
    const bars = await page
      .locator(".span-bar")
      .evaluateAll((all) =>
        all.map((bar) => bar.getBoundingClientRect()).map(({ left, right }) => ({ left, right })),
      );
    const [whole, , picture, run, , failed] = bars;
    if (whole === undefined || picture === undefined || run === undefined || failed === undefined) {
      throw new Error("A bar is missing");
    }
    expect(run.left).toBeGreaterThanOrEqual(picture.left - 1);
    expect(run.right).toBeLessThanOrEqual(picture.right + 3);
    expect(failed.left).toBeGreaterThanOrEqual(picture.right - 3);
    expect(failed.right).toBeLessThanOrEqual(whole.right + 3);
    expect(await page.locator(".span-bar.bad").count()).toBe(1);
  });

  it("says how much it is", async () => {
    const facts = await page.locator(".trace-facts").innerText();
    expect(facts).toMatch(/^6 spans · .* · 1 error · Harbour postcards$/);
  });

  it("closes and opens a branch", async () => {
    const toggle = page.getByRole("button", { name: "Below picture" });
    await toggle.click();
    expect(await names()).toHaveLength(5);
    expect(await toggle.getAttribute("aria-expanded")).toBe("false");
    await toggle.click();
    expect(await names()).toHaveLength(6);
  });

  it("leads from a span to all of it", async () => {
    await page.locator(".span-link").filter({ hasText: "tidewater/upscale" }).click();
    await page.locator("main.execution-view").waitFor();
    expect(await page.locator("h1").innerText()).toBe("tidewater/upscale");
    await page.goBack();
    await page.locator(".span-link").filter({ hasText: "make postcards" }).click();
    await page.locator("main.execution-view").waitFor();
    expect(await page.locator("h1").innerText()).toBe("make postcards");
  });
});
