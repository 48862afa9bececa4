import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionRow, logRows } from "./support/log-rows.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { countOfRows, rowAsking, rowsOf, waitForCount } from "./support/rows-of.ts";

describe("the page", () => {
  let studio: OpenStudio;

  beforeAll(async () => {
    studio = await openStudio("pictures", "upscale", "letter", "describe");
  });
  afterAll(() => studio.close());

  const fits = (page: Page): Promise<unknown> =>
    page.evaluate("document.documentElement.scrollWidth <= innerWidth");

  it.each([
    ["light", 240, 256],
    ["dark", 0, 40],
  ] as const)("is %s where the system is", async (colorScheme, least, most) => {
    const { page } = await studio.open({ colorScheme });
    await waitForCount(page, 4);
    const brightness = await page.evaluate<number>(`(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d");
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data[1];
    })()`);
    expect(brightness).toBeGreaterThanOrEqual(least);
    expect(brightness).toBeLessThan(most);
    await page.context().close();
  });

  it.each([
    ["360 pixels wide", { viewport: { width: 360, height: 740 } }],
    ["1280 pixels wide at 400 %, which is 320", { viewport: { width: 320, height: 256 } }],
  ])("needs no sideways scrolling, %s", async (_, options) => {
    const { page } = await studio.open(options);
    await waitForCount(page, 4);
    expect(await fits(page)).toBe(true);
    for (const name of ["Model", "Time"]) {
      await page.getByRole("button", { name }).click();
      expect(await fits(page)).toBe(true);
      await page.keyboard.press("Escape");
    }
    for (const input of ["Hills above", "scale: 4", "Write a letter", "input-image"]) {
      const row = rowAsking(page, input);
      await row.click();
      await page.locator("main.execution-view").waitFor();
      expect(await fits(page)).toBe(true);
      await page.keyboard.press("Escape");
    }
    await rowAsking(page, "Hills above").click();
    await page.getByRole("link", { name: "Trace", exact: true }).click();
    await page.locator("main.trace-view .span-row").first().waitFor();
    expect(await fits(page)).toBe(true);
    await page.context().close();
  });

  it("keeps still for who asks for less motion", async () => {
    const { page } = await studio.open({ reducedMotion: "reduce" });
    await studio.run("running");
    await rowAsking(page, "The whole tide").waitFor();
    const moving = "document.getAnimations().filter((one) => one.playState === 'running').length";
    await expect.poll(() => page.evaluate(moving)).toBe(0);
    await page.context().close();
  });

  it("grows with the reader's letters", async () => {
    const { page } = await studio.open();
    await waitForCount(page, 5);
    const before = await page
      .locator(".virtual-row")
      .first()
      .evaluate((row) => row.clientHeight);
    // What a larger letter in the browser's own settings does.
    await page.addInitScript(
      "document.addEventListener('readystatechange', () => { document.documentElement.style.fontSize = '24px'; })",
    );
    await page.reload();
    await waitForCount(page, 5);
    const after = await page
      .locator(".virtual-row")
      .first()
      .evaluate((row) => row.clientHeight);
    expect(after).toBe(before * 1.5);
    await page.context().close();
  });

  it("draws thousands of rows as far as they are seen", async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => executionRow(`many-${index}`));
    for (let start = 0; start < rows.length; start += 500) {
      await logRows(studio.url, rows.slice(start, start + 500));
    }
    const { page } = await studio.open();
    await rowsOf(page).first().waitFor();
    expect(await rowsOf(page).count()).toBeLessThan(60);
    for (let count = 100; count <= 3_000; count += 100) {
      await page.locator(".virtual-list").evaluate((box) => box.scrollTo(0, box.scrollHeight));
      const more = Math.min(count + 100, 3_005);
      await expect.poll(() => countOfRows(page)).toBeGreaterThanOrEqual(more);
    }
    expect(await rowsOf(page).count()).toBeLessThan(60);
    await page.keyboard.press("End");
    expect(await page.locator("a.execution-row:focus").innerText()).toContain("Hills above");
    await page.context().close();
  });
});
