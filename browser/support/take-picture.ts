import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

/** Where pictures go: into the documents only when asked for, as each run draws other times. */
const FOLDER =
  process.env["UPDATE_PICTURES"] === "1" ? "../../docs/images/" : "../../coverage/pictures/";

/** Takes a picture of the window, once all its own pictures are there. */
export async function takePicture(page: Page, name: string): Promise<string> {
  const path = fileURLToPath(new URL(`${FOLDER}${name}.png`, import.meta.url));
  mkdirSync(dirname(path), { recursive: true });
  await page
    .locator("img")
    .evaluateAll((images) =>
      Promise.all(
        images.map((image) => (image as HTMLImageElement).decode().catch(() => undefined)),
      ),
    );
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: "disabled" });
  return path;
}
