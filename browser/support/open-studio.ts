import type { BrowserContextOptions } from "playwright-core";
import { openChromium, openPage, type WatchedPage } from "./open-chromium.ts";
import { startStudio, type Studio } from "./start-studio.ts";

/** A studio and the browser that looks at it. */
export interface OpenStudio extends Studio {
  /** Opens the page, or another address of the studio, as a visitor of its own. */
  open(options?: BrowserContextOptions, address?: string): Promise<WatchedPage>;
}

/** Opens a studio and a browser, and has the app run these of its steps; `close` closes all of it. */
export async function openStudio(...steps: readonly string[]): Promise<OpenStudio> {
  const studio = await startStudio();
  const browser = await openChromium();
  if (steps.length > 0) await studio.run(...steps);
  return {
    ...studio,
    open: (options = {}, address = studio.url) => openPage(browser, address, options),
    close: async () => {
      await browser.close();
      await studio.close();
    },
  };
}
