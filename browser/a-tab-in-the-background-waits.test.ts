import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionRow, logRows } from "./support/log-rows.ts";
import { openChromium } from "./support/open-chromium.ts";
import { rowAsking } from "./support/rows-of.ts";
import { startStudio, type Studio } from "./support/start-studio.ts";

/** A tab that was opened behind the one that is looked at, as a click with the middle button does. */
const HIDDEN = `
  let hidden = true;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  addEventListener("looked-at", () => {
    hidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
  });
`;

describe("a tab that nobody has looked at yet", () => {
  let studio: Studio;
  let browser: Browser;
  beforeAll(async () => {
    studio = await startStudio();
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });

  it("takes none of the few connections to the viewer, and is live once it is seen", async () => {
    const page = await browser.newPage();
    await page.addInitScript(HIDDEN);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await logRows(studio.url, [executionRow("before")]);
    await page.goto(studio.url);
    await rowAsking(page, "prompt of before").waitFor();
    await page.locator(".connection.resting").waitFor();
    expect(asked).not.toContain("/api/events");

    await logRows(studio.url, [executionRow("meanwhile")]);
    await page.evaluate("dispatchEvent(new Event('looked-at'))");
    await page.locator(".connection.live").waitFor();
    await rowAsking(page, "prompt of meanwhile").waitFor();
  });
});
