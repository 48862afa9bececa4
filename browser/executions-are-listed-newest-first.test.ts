import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WatchedPage } from "./support/open-chromium.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { rowAsking, rowsOf, waitForCount } from "./support/rows-of.ts";

const STEPS = [
  "story",
  "delivered",
  "voice",
  "describe",
  "upscale",
  "canceled",
  "pictures",
  "running",
];

describe("the list of executions", () => {
  let studio: OpenStudio;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio(...STEPS);
    watched = await studio.open();
    page = watched.page;
    await waitForCount(page, STEPS.length);
  });
  afterAll(() => studio.close());

  it("has one row for each execution, the newest first", async () => {
    const models = await page.locator(".row-model").allInnerTexts();
    expect(models.map((text) => text.replace(/,.*|\n.*/s, ""))).toEqual([
      "tidewater/music",
      "tidewater/landscape",
      "tidewater/music",
      "tidewater/upscale",
      "tidewater/describe",
      "tidewater/voice",
      "tidewater/delivered",
      "tidewater/letters",
    ]);
  });

  it("says of each what went in, how it stands and what came out", async () => {
    const story = rowAsking(page, "Tell a story of a lighthouse keeper");
    expect(await story.locator(".row-output").innerText()).toContain("The lighthouse keeper wrote");
    expect(await story.locator(".row-tokens").innerText()).toBe("179 tok");
    const failed = rowAsking(page, "scale: 4");
    expect(await failed.locator(".row-error").innerText()).toContain("CUDA out of memory");
    expect(await failed.locator(".status-dot").getAttribute("title")).toBe("failed");
    const canceled = rowAsking(page, "A shanty for two accordions");
    expect(await canceled.locator(".status-dot").getAttribute("title")).toBe("canceled");
  });

  it("shows the first picture, kept on this machine, and how many there are", async () => {
    const pictures = rowAsking(page, "Hills above a quiet bay");
    expect(await pictures.locator(".row-words").innerText()).toContain("4 images");
    const delivered = rowAsking(page, "Two colour studies");
    for (const row of [pictures, delivered]) {
      const image = row.locator("img.row-thumbnail");
      await image.scrollIntoViewIfNeeded();
      await image.evaluate((one: HTMLImageElement) => one.decode());
      expect(await image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
      expect(await image.getAttribute("src")).toMatch(/^\/media\/[0-9a-f]{64}$/);
    }
  });

  it("has waiting, running and all of it as one bar, and in words", async () => {
    const pictures = rowAsking(page, "Hills above a quiet bay");
    const widths = await pictures
      .locator(".segment")
      .evaluateAll((parts) => parts.map((part) => [part.className, part.clientWidth] as const));
    expect(widths.map(([name]) => name)).toEqual([
      "segment waiting",
      "segment running",
      "segment rest",
    ]);
    const [waiting = 0, running = 0] = widths.map(([, width]) => width);
    // 260 and 420 milliseconds; the widths are whole pixels.
    expect(running / waiting).toBeGreaterThan(1.2);
    expect(running / waiting).toBeLessThan(2.2);
    expect(await pictures.innerText()).toMatch(/in all, 260 ms waiting, 420 ms running/);
  });

  it("shows a running one as running", async () => {
    const running = rowAsking(page, "The whole tide as one chord");
    expect(await running.locator(".status-dot").getAttribute("title")).toBe("running");
    expect(await running.locator(".time-bar.underway").count()).toBe(1);
  });

  it("asks nothing of any other server and breaks no rule of its policy", async () => {
    expect(await rowsOf(page).count()).toBe(STEPS.length);
    expect(watched.troubles).toEqual([]);
  });
});
