import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { playScenario } from "../where/play-scenario.ts";
import { bundleApp } from "./bundle-app.ts";
import { serveApp } from "./serve-app.ts";

const CHROMIUM = "/usr/bin/chromium";

interface Page {
  goto(url: string): Promise<unknown>;
  evaluate<T>(play: (given: T) => unknown, given: T): Promise<unknown>;
}

interface PlaywrightModule {
  readonly chromium: {
    launch(options: Readonly<Record<string, unknown>>): Promise<{
      newPage(): Promise<Page>;
      close(): Promise<void>;
    }>;
  };
}

/** By its path: it is installed only when this runs. */
const PLAYWRIGHT = join(import.meta.dirname, "node_modules/playwright-core");

/** Plays the scenario in a page. */
export async function playInChromium(): Promise<void> {
  if (!existsSync(CHROMIUM)) throw new Error("there is no Chromium: apt-get install chromium");
  const require = createRequire(import.meta.url);
  const { chromium } = require(PLAYWRIGHT) as PlaywrightModule;
  const script = await bundleApp("page.mjs", "browser");
  await playScenario(async (env) => {
    const app = await serveApp(script, env);
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    try {
      const page = await browser.newPage();
      await page.goto(app.url);
      const given = { apiKey: env["BRAINTRUST_API_KEY"], auth: env["REPLICATE_API_TOKEN"] };
      return await page.evaluate((settings) => Reflect.get(globalThis, "play")(settings), given);
    } finally {
      await browser.close();
      await app.close();
    }
  });
}
