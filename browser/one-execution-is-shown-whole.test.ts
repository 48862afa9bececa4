import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openExecution, sectionOf } from "./support/execution-page.ts";
import type { WatchedPage } from "./support/open-chromium.ts";
import { openStudio, type OpenStudio } from "./support/open-studio.ts";

const STEPS = [
  "letter",
  "story",
  "delivered",
  "voice",
  "film",
  "describe",
  "upscale",
  "pictures",
  "running",
];

describe("one execution", () => {
  let studio: OpenStudio;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio(...STEPS);
    watched = await studio.open({
      permissions: ["clipboard-read", "clipboard-write"],
    });
    page = watched.page;
  });
  afterAll(() => studio.close());

  const open = (input: string): Promise<void> => openExecution(page, studio.url, input);

  const section = (title: string): Locator => sectionOf(page, title);

  const copied = (): Promise<string> => page.evaluate("navigator.clipboard.readText()");

  it("has a gallery of its pictures, and a zoom that goes through them", async () => {
    await open("Hills above a quiet bay");
    const pictures = section("Output").locator(".gallery-picture");
    expect(await pictures.count()).toBe(4);
    expect(await section("Output").locator(".badge.good").allInnerTexts()).toEqual(
      Array.from({ length: 4 }, () => "✓ Kept"),
    );
    await pictures.nth(1).click();
    const zoom = page.getByRole("dialog", { name: "output-1.png" });
    await zoom.waitFor();
    expect(await zoom.innerText()).toContain("2 of 4");
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("dialog", { name: "output-2.png" }).innerText()).toContain(
      "3 of 4",
    );
    await page.getByRole("button", { name: "Full size" }).click();
    const width = await page.locator(".lightbox img").evaluate((image) => image.clientWidth);
    expect(width).toBe(384);
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(page.url()).toContain("/executions/");
  });

  it("shows pictures that Replicate delivered from the copy that was kept", async () => {
    await open("Two colour studies");
    const images = section("Output").locator("img");
    await images.first().evaluate((image: HTMLImageElement) => image.decode());
    expect(await images.count()).toBe(2);
    expect(await images.first().getAttribute("src")).toMatch(/^\/media\//);
    expect(await section("Output").innerText()).toContain("✓ Kept");
  });

  it.each([
    ["audio", "Good morning from the pier"],
    ["video", "Waves, one second of them"],
  ])("plays %s", async (tag, input) => {
    await open(input);
    const player = section("Output").locator(tag);
    const reached = await player.evaluate(async (element: HTMLMediaElement) => {
      element.muted = true;
      const moved = new Promise<number>((resolve) => {
        element.addEventListener("ended", () => resolve(element.currentTime));
      });
      await element.play();
      return moved;
    });
    expect(reached).toBeGreaterThan(0);
    expect(
      await section("Output")
        .getByRole("link", { name: /^Download/ })
        .count(),
    ).toBe(1);
  });

  it("renders Markdown, or the text as it is", async () => {
    await open("Write a letter about the birds");
    const output = section("Output");
    expect(await output.locator("h3").innerText()).toBe("A walk along the tide line");
    expect(await output.locator("td").allInnerTexts()).toContain("falling");
    const link = output.getByRole("link", { name: "the almanac" });
    expect(await link.getAttribute("href")).toBe("https://example.com/tides");
    expect(await link.getAttribute("rel")).toContain("noreferrer");
    await output.getByRole("button", { name: "Plain" }).click();
    expect(await output.innerText()).toContain("# A walk along the tide line");
  });

  it("says when the first token came and how long it streamed", async () => {
    await open("Write a letter about the birds");
    expect(await section("Time").innerText()).toMatch(
      /To the first token\s+[\d.]+ m?s[\s\S]*Streaming\s+\d/,
    );
    expect(await section("Facts").innerText()).toMatch(/First token after\s+\d+ ms/);
  });

  it("sets what Replicate reported against what the caller waited", async () => {
    await open("Hills above a quiet bay");
    const time = await section("Time").innerText();
    expect(time).toMatch(/The caller waited\s+\d/);
    expect(time).toMatch(/Replicate reported\s+680 ms/);
    expect(time).toMatch(/Waiting in the queue\s+260 ms\s+Running\s+420 ms/);
  });

  it("tells tokens and their rate as reported", async () => {
    await open("Tell a story");
    expect(await section("Facts").innerText()).toMatch(
      /Tokens in\s+31\s+Tokens out\s+148\s+Tokens a second\s+92\.4, as reported/,
    );
  });

  it("has JSON as a tree that opens level by level", async () => {
    await open("input-image");
    const output = section("Output");
    expect(await output.innerText()).toContain("caption: “hills under a low sun”");
    expect(await output.innerText()).not.toContain("box");
    await output.getByRole("button", { name: /objects/ }).click();
    await output.getByRole("button", { name: /0/ }).click();
    expect(await output.innerText()).toContain("name: “sun”");
  });

  it("shows a picture that went in", async () => {
    await open("input-image");
    const image = section("Input").locator("img");
    await image.evaluate((one: HTMLImageElement) => one.decode());
    expect(await image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(256);
  });

  it("says what failed in Replicate's words, with the logs", async () => {
    await open("scale: 4");
    expect(await page.locator(".error-note").innerText()).toContain(
      "CUDA out of memory. Tried to allocate 2.50 GiB",
    );
    expect(await section("Logs").innerText()).toContain("tile 2 of 16");
    // A file that nobody may copy: why, and where it is.
    expect(await section("Input").innerText()).toMatch(
      /example\.com is not among the hosts[\s\S]*Not kept/,
    );
  });

  it("shows a running one as running", async () => {
    await open("The whole tide as one chord");
    expect(await page.locator(".view-head").innerText()).toContain("running");
    expect(await section("Time").innerText()).toContain("Running for");
    expect(await section("Output").innerText()).toContain("still running");
  });

  it("is copied as curl, Python, JavaScript and JSON, without a token", async () => {
    await open("Hills above a quiet bay");
    const again = section("Run it again");
    await again.getByRole("button", { name: "Copy as curl" }).click();
    const curl = await copied();
    expect(curl).toContain('"Authorization: Bearer $REPLICATE_API_TOKEN"');
    expect(curl).toContain("/v1/models/tidewater/landscape/predictions");
    await again.getByRole("button", { name: "Python", exact: true }).click();
    await again.getByRole("button", { name: "Copy as Python" }).click();
    expect(await copied()).toContain('replicate.run(\n    "tidewater/landscape",');
    await again.getByRole("button", { name: "JavaScript", exact: true }).click();
    await again.getByRole("button", { name: "Copy as JavaScript" }).click();
    expect(await copied()).toContain('await replicate.run("tidewater/landscape", {');
    await again.getByRole("button", { name: "Row as JSON" }).click();
    const row = JSON.parse(await copied()) as { readonly input: { readonly seed: number } };
    expect(row.input.seed).toBe(1);
  });

  it("has an address of its own that leads back to it", async () => {
    await open("Hills above a quiet bay");
    await page
      .getByRole("button", { name: "Copy the link to this execution" })
      .or(page.getByTitle("Copy the link to this execution"))
      .first()
      .click();
    const link = await copied();
    expect(link).toBe(page.url());
    const elsewhere = await studio.open({}, link);
    await elsewhere.page.locator("main.execution-view").waitFor();
    expect(await elsewhere.page.locator("h1").innerText()).toBe("tidewater/landscape");
    expect(await elsewhere.page.title()).toBe("landscape, succeeded · Viewer");
    expect(elsewhere.troubles).toEqual([]);
    await elsewhere.page.context().close();
  });

  it("says that an execution is not there any more", async () => {
    await page.goto(`${studio.url}/executions/none`);
    await page.getByRole("heading", { name: "This execution is not here" }).waitFor();
    expect(await page.getByRole("link", { name: "Show all executions" }).count()).toBe(1);
  });

  it("has broken no rule on the way", () => {
    const expected = /404 \(Not Found\)/;
    expect(watched.troubles.filter((trouble) => !expected.test(trouble))).toEqual([]);
  });
});
