import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityProblems } from "./support/check-accessibility.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";
import { rowAsking } from "./support/rows-of.ts";

const STEPS = [
  "letter",
  "story",
  "voice",
  "film",
  "describe",
  "upscale",
  "canceled",
  "pictures",
  "running",
];
const WIDTHS = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } } as const;

/** What is looked at: an address, or what was done before. */
const VIEWS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "the list": (page) => rowAsking(page, "Hills above").waitFor(),
  "the list with an open filter": async (page) => {
    await page.getByRole("button", { name: "Model" }).click();
    await page.locator(".filter-value").first().waitFor();
  },
  "the list with the filter of time": (page) => page.getByRole("button", { name: "Time" }).click(),
  "the list when nothing fits": async (page) => {
    await page.getByRole("searchbox").fill("nothing of the kind");
    await page.getByRole("heading", { name: "Nothing fits" }).waitFor();
  },
  "the help": (page) => page.getByRole("button", { name: "Keyboard help" }).click(),
  pictures: (page) => open(page, "Hills above"),
  "the zoom": async (page) => {
    await open(page, "Hills above");
    await page.locator(".gallery-picture").first().click();
    await page.locator("dialog[open]").waitFor();
  },
  Markdown: (page) => open(page, "Write a letter"),
  "a text": (page) => open(page, "Tell a story"),
  "a sound": (page) => open(page, "Good morning"),
  "a video": (page) => open(page, "Waves, one second"),
  "JSON and a picture that went in": (page) => open(page, "input-image"),
  "a failed one": (page) => open(page, "scale: 4"),
  "a canceled one": (page) => open(page, "A shanty"),
  "a running one": (page) => open(page, "The whole tide"),
  "a trace": async (page) => {
    await open(page, "Hills above");
    await page.getByRole("link", { name: "Trace", exact: true }).click();
    await page.locator("main.trace-view .span-row").first().waitFor();
  },
  "an execution that is gone": async (page) => {
    await page.goto(`${new URL(page.url()).origin}/executions/none`);
    await page.getByRole("heading", { name: "This execution is not here" }).waitFor();
  },
};

const MOVING = "document.getAnimations().filter((one) => one.playState === 'running').length";

async function open(page: Page, input: string): Promise<void> {
  await rowAsking(page, input).click();
  await page.locator("main.execution-view").waitFor();
}

describe("axe finds nothing", () => {
  let studio: OpenStudio;

  beforeAll(async () => {
    studio = await openStudio(...STEPS);
  });
  afterAll(() => studio.close());

  const CASES = [
    ["light", "wide", Object.keys(VIEWS)],
    ["dark", "narrow", Object.keys(VIEWS)],
    ["dark", "wide", ["the list", "pictures", "Markdown", "a failed one", "a trace"]],
    ["light", "narrow", ["the list", "pictures", "a failed one", "a trace"]],
  ] as const;

  describe.each(CASES)("%s and %s", (colorScheme, width, names) => {
    let page: Page;

    beforeAll(async () => {
      ({ page } = await studio.open({
        colorScheme,
        viewport: WIDTHS[width],
        // What fades in would be measured half way.
        reducedMotion: "reduce",
      }));
    });
    afterAll(() => page.context().close());

    it.each(names)("in %s", async (name) => {
      await page.goto(studio.url);
      await VIEWS[name]?.(page);
      await expect.poll(() => page.evaluate(MOVING)).toBe(0);
      expect(await accessibilityProblems(page)).toEqual([]);
    });
  });

  it("in an empty viewer, light and dark", async () => {
    const empty = await openStudio();
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await empty.open({ colorScheme, reducedMotion: "reduce" });
      await page.getByRole("heading", { name: "Waiting for the first execution" }).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.context().close();
    }
    await empty.close();
  });
});
