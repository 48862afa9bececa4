import { statSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { rowAsking, waitForCount } from "./support/rows-of.ts";
import { takePicture } from "./support/take-picture.ts";

const STEPS = "voice delivered film canceled describe upscale picture story letter pictures".split(
  " ",
);
const LARGEST = 400_000;

/** `UPDATE_PICTURES=1 npm run browser` puts them into the documents. */
describe("pictures for the documents", () => {
  let studio: OpenStudio;

  beforeAll(async () => {
    studio = await openStudio(...STEPS);
  });
  afterAll(() => studio.close());

  async function open(page: Page, input: string): Promise<void> {
    await rowAsking(page, input).click();
    await page.locator("main.execution-view").waitFor();
  }

  it.each(["light", "dark"] as const)("%s", async (colorScheme) => {
    const { page } = await studio.open({
      colorScheme,
      viewport: { width: 1200, height: 760 },
    });
    await waitForCount(page, STEPS.length);
    const taken = [await takePicture(page, `viewer-executions-${colorScheme}`)];
    await open(page, "Hills above a quiet bay");
    await page.locator(".gallery img").nth(3).waitFor();
    taken.push(await takePicture(page, `viewer-execution-${colorScheme}`));
    await page.getByRole("link", { name: "Trace", exact: true }).click();
    await page.locator("main.trace-view .span-row").first().waitFor();
    taken.push(await takePicture(page, `viewer-trace-${colorScheme}`));
    for (const path of taken) expect(statSync(path).size).toBeLessThan(LARGEST);
    await page.context().close();
  });

  it("on a telephone", async () => {
    const { page } = await studio.open({ viewport: { width: 360, height: 740 } });
    await waitForCount(page, STEPS.length);
    const taken = [await takePicture(page, "viewer-narrow-list")];
    await open(page, "Hills above a quiet bay");
    taken.push(await takePicture(page, "viewer-narrow-execution"));
    for (const path of taken) expect(statSync(path).size).toBeLessThan(LARGEST);
    await page.context().close();
  });
});
