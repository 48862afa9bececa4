import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openExecution, sectionOf } from "./support/execution-page.ts";
import { executionRow, logRows } from "./support/log-rows.ts";
import type { WatchedPage } from "./support/open-chromium.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";

/** Longer than the text that a page gets. */
const INPUT = `${"A very long question. ".repeat(20_000)}The end of the question.`;
const OUTPUT = `${"A very long answer. ".repeat(20_000)}The end of the answer.`;

/** Compared here, as half a megabyte is no message for when it is not. */
function isWhole(json: string): boolean {
  const row = JSON.parse(json) as { readonly input: { prompt: string }; readonly output: string };
  return row.input.prompt === INPUT && row.output === OUTPUT;
}

describe("a row that is too large for the page", () => {
  let studio: OpenStudio;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    await logRows(studio.url, [
      executionRow("small"),
      executionRow("large", { input: { prompt: INPUT }, output: OUTPUT }),
      executionRow("many", { output: Array.from({ length: 2_500 }, (_, n) => n) }),
    ]);
    watched = await studio.open({
      permissions: ["clipboard-read", "clipboard-write"],
      acceptDownloads: true,
    });
    page = watched.page;
  });
  afterAll(() => studio.close());

  const open = (input: string): Promise<void> => openExecution(page, studio.url, input);

  const note = (): Locator => page.locator(".cut-note");
  const section = (title: string): Locator => sectionOf(page, title);

  /** What is in the clipboard once a button of a section says that it is. */
  async function copied(title: string, button: string): Promise<string> {
    await section(title).getByRole("button", { name: button }).click();
    await section(title).getByText("Copied").first().waitFor();
    return page.evaluate("navigator.clipboard.readText()");
  }

  it("is said to be cut, and one that is not is not", async () => {
    await open("prompt of small");
    expect(await note().count()).toBe(0);
    await open("A very long question");
    expect(await note().innerText()).toContain("texts and lists in it are cut");
  });

  it("says where it is cut how much more there is", async () => {
    await open("prompt of many");
    expect(await note().count()).toBe(1);
    const output = section("Output");
    const toggle = output.locator(".json-toggle").first();
    if ((await toggle.getAttribute("aria-expanded")) === "false") await toggle.click();
    const more = output.locator(".json-more");
    while ((await more.count()) > 0) await more.first().click();
    expect(await output.innerText()).toContain("2000: “… (500 more)”");
  });

  it("is downloaded whole", async () => {
    await open("A very long question");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      note().getByRole("link", { name: "Download all of it" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("row.json");
    expect(isWhole(readFileSync(await download.path(), "utf8"))).toBe(true);
    expect(page.url()).toContain("/executions/");
  });

  it("is copied whole as JSON", async () => {
    await open("A very long question");
    expect(isWhole(await copied("Run it again", "Row as JSON"))).toBe(true);
  });

  it.each(["curl", "Python", "JavaScript"])("is copied as %s that asks all of it", async (name) => {
    await open("A very long question");
    await section("Run it again").getByRole("button", { name, exact: true }).click();
    const code = await copied("Run it again", `Copy as ${name}`);
    expect(code.includes(INPUT)).toBe(true);
  });

  it("has an output that is copied to its end", async () => {
    await open("A very long question");
    expect((await copied("Output", "Copy the output")) === OUTPUT).toBe(true);
  });

  it("has broken no rule on the way", () => {
    expect(watched.troubles).toEqual([]);
  });
});
