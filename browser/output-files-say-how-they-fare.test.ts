import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openExecution } from "./support/execution-page.ts";
import { executionRow, logRows, type AnyRow } from "./support/log-rows.ts";
import type { WatchedPage } from "./support/open-chromium.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";

/** Some are tried again, some seconds apart. */
const SOON = { timeout: 30_000 };
/** Just logged: of its hour nearly all is left. */
const NEARLY_AN_HOUR = /, (?:59|60) min left$/;

describe("an output file", () => {
  let studio: OpenStudio;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    watched = await studio.open();
    page = watched.page;
  });
  afterAll(() => studio.close());

  const open = (input: string): Promise<void> => openExecution(page, studio.url, input);

  /** Opens an execution that was just logged with these files as its output. */
  async function show(
    input: string,
    output: readonly string[],
    fields: AnyRow = {},
  ): Promise<void> {
    const row = executionRow(input, { input: { prompt: input }, output, ...fields });
    await logRows(studio.url, [row]);
    await open(input);
  }

  /** Where a file is that Replicate's answers with this status. */
  function fileAnswering(status: number, headers: Readonly<Record<string, string>> = {}): string {
    studio.emulator.fault({
      kind: "status",
      status,
      headers,
      path: `/delivery/${status}/*`,
      times: Infinity,
    });
    return `${studio.deliveryUrl}/${status}/out.png`;
  }

  const items = (): Locator => page.locator(".gallery-item");
  const badges = (): Promise<string[]> => items().locator(".badge").allInnerTexts();
  const links = (): Promise<string[]> => items().getByRole("link").allInnerTexts();

  it("that cannot be had yet is being kept, for as long as there is time, and then it is kept", async () => {
    const recover = studio.emulator.fault({
      kind: "status",
      status: 503,
      path: "/delivery/*",
      times: Infinity,
    });
    await studio.run("delivered");
    await open("Two colour studies");
    const keeping = expect.stringMatching(/^Keeping…, (?:59|60) min left$/) as string;
    await expect.poll(badges, SOON).toEqual([keeping, keeping]);
    expect(await items().locator("img").count()).toBe(0);
    expect(await links()).toEqual(["At 127.0.0.1", "At 127.0.0.1"]);
    recover();
    // Nobody reloads the page.
    await expect.poll(badges, SOON).toEqual(["✓ Kept", "✓ Kept"]);
    expect(await items().locator("img").count()).toBe(2);
  });

  it("that Replicate has deleted is gone, and no link leads to where it was", async () => {
    await show("too late", [fileAnswering(404)]);
    await expect.poll(badges, SOON).toEqual(["Gone: Replicate deleted it"]);
    expect(await items().innerText()).toContain("Its host no longer has it (HTTP 404)");
    expect(await items().locator("a, img").count()).toBe(0);
  });

  it("that is gone while its execution runs is not said to be deleted by Replicate", async () => {
    await show("gone early", [fileAnswering(410)], { metrics: { start: Date.now() / 1_000 } });
    await expect.poll(badges, SOON).toEqual(["Gone"]);
    expect(await links()).toEqual([]);
  });

  it("that its host refuses is not kept, says why, and can be had there while there is time", async () => {
    await show("not for us", [fileAnswering(403)]);
    await expect.poll(badges, SOON).toEqual([expect.stringMatching(NEARLY_AN_HOUR)]);
    expect(await badges()).toEqual([expect.stringMatching(/^Not kept/)]);
    expect(await items().innerText()).toContain("Its host answered HTTP 403");
    const link = items().getByRole("link", { name: "At 127.0.0.1" });
    expect(await link.getAttribute("href")).toBe(`${studio.deliveryUrl}/403/out.png`);
    expect(await link.getAttribute("rel")).toContain("noreferrer");
  });

  it("that leads to a host nobody named is not kept, says why and how long there is time", async () => {
    const location = "https://example.org/out.png";
    await show("led astray", [fileAnswering(302, { location })]);
    await expect.poll(badges, SOON).toEqual([expect.stringMatching(NEARLY_AN_HOUR)]);
    expect(await badges()).toEqual([expect.stringMatching(/^Not kept/)]);
    expect(await items().innerText()).toContain("example.org is not among the hosts");
  });

  it("of a host nobody named is not kept, and no hour is told that it does not have", async () => {
    await show("from elsewhere", ["https://example.org/out.png"]);
    await expect.poll(badges, SOON).toEqual(["Not kept"]);
    expect(await links()).toEqual(["At example.org"]);
  });

  // The last two with files: those that hang take the places of others.
  it("that waits until others are copied is being kept, too", async () => {
    studio.emulator.fault({ kind: "hang", path: "/delivery/hang/*", times: Infinity });
    const urls = Array.from({ length: 6 }, (_, n) => `${studio.deliveryUrl}/hang/${n}.png`);
    await page.clock.install();
    await show("one after the other", urls);
    expect(await badges()).toEqual(urls.map(() => expect.stringMatching(/^Keeping…/) as string));
  });

  it("is counted down to the end of its hour, and then no link leads to it", async () => {
    const first = (): Promise<string | undefined> => badges().then(([badge]) => badge);
    await expect.poll(first, SOON).toMatch(NEARLY_AN_HOUR);
    await page.clock.fastForward("30:00");
    await expect.poll(first, SOON).toMatch(/, (?:29|30) min left$/);
    await page.clock.fastForward("29:30");
    await expect.poll(first, SOON).toBe("Keeping…, 1 min left");
    expect(new Set(await links())).toEqual(new Set(["At 127.0.0.1"]));
    await page.clock.fastForward("00:31");
    await expect.poll(first, SOON).toBe("Keeping…, its hour is over");
    expect(await links()).toEqual([]);
  });

  it("has broken no rule on the way, whatever became of it", () => {
    expect(watched.troubles).toEqual([]);
  });
});
