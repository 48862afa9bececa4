import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createViewer } from "braintrust-replicate-viewer";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionRow, logRows } from "./support/log-rows.ts";
import { openChromium, openPage } from "./support/open-chromium.ts";
import { rowAsking, waitForCount } from "./support/rows-of.ts";

const RUNNING = { provider: "replicate", model: "acme/rows", status: "processing" };

describe("an open page", () => {
  const directory = mkdtempSync(join(tmpdir(), "viewer-live-"));
  let browser: Browser;
  let viewer = createViewer({ directory });
  let served: Awaited<ReturnType<typeof viewer.listen>>;
  let page: Page;

  beforeAll(async () => {
    browser = await openChromium();
    served = await viewer.listen({ port: 0 });
    ({ page } = await openPage(browser, served.url));
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
    viewer.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("says what to type while there is nothing, and then shows the first execution", async () => {
    await page.getByRole("heading", { name: "Waiting for the first execution" }).waitFor();
    expect(await page.locator(".empty").innerText()).toContain(
      `export BRAINTRUST_APP_URL=${served.url} BRAINTRUST_API_KEY=local`,
    );
    await logRows(served.url, [executionRow("first")]);
    await rowAsking(page, "prompt of first").waitFor();
  });

  it("turns a running execution into what it became", async () => {
    const start = Date.now() / 1_000;
    await logRows(served.url, [
      executionRow("slow", { metadata: RUNNING, metrics: { start }, output: undefined }),
    ]);
    const row = rowAsking(page, "prompt of slow");
    await row.locator(".time-bar.underway").waitFor();
    await row.click();
    await page.getByText("Nothing yet; it is still running.").waitFor();
    await logRows(served.url, [
      executionRow("slow", {
        metadata: { ...RUNNING, status: "succeeded" },
        metrics: { start, end: start + 2 },
        output: "done at last",
      }),
    ]);
    await page.getByText("done at last").waitFor();
    expect(await page.locator(".view-head .badge").innerText()).toContain("succeeded");
    await page.keyboard.press("Escape");
    await rowAsking(page, "done at last").waitFor();
  });

  it("keeps what is read under the eyes when rows come in above it", async () => {
    await logRows(
      served.url,
      Array.from({ length: 60 }, (_, index) => executionRow(`old-${index}`)),
    );
    await waitForCount(page, 62);
    const list = page.locator(".virtual-list");
    await list.evaluate((box) => box.scrollTo(0, 64 * 30));
    const seen = page.locator("a.execution-row").nth(20);
    const key = await seen.getAttribute("data-key");
    const place = page.locator(`[data-key="${key}"]`);
    const before = await place.evaluate((row) => row.getBoundingClientRect().top);
    await logRows(
      served.url,
      Array.from({ length: 5 }, (_, index) => executionRow(`new-${index}`)),
    );
    await waitForCount(page, 67);
    expect(await place.evaluate((row) => row.getBoundingClientRect().top)).toBe(before);
  });

  it("goes on by itself after the viewer was away", async () => {
    const { port } = new URL(served.url);
    await served.close();
    viewer.close();
    await page.locator(".connection.lost").waitFor();
    viewer = createViewer({ directory });
    served = await viewer.listen({ port: Number(port) });
    await logRows(served.url, [executionRow("meanwhile")]);
    await page.locator(".connection.live").waitFor();
    await page.locator(".virtual-list").evaluate((box) => box.scrollTo(0, 0));
    await rowAsking(page, "prompt of meanwhile").waitFor();
    expect(await page.locator(".problem-note").count()).toBe(0);
  });

  it("is empty again when everything was cleared", async () => {
    await fetch(`${served.url}/api/executions`, { method: "DELETE" });
    await page.getByRole("heading", { name: "Waiting for the first execution" }).waitFor();
    expect(await page.locator("a.execution-row").count()).toBe(0);
  });

  it("has what was logged while the viewer was away, although it had heard of nothing before", async () => {
    await page.reload();
    await page.locator(".connection.live").waitFor();
    const { port } = new URL(served.url);
    await served.close();
    viewer.close();
    await page.locator(".connection.lost").waitFor();
    viewer = createViewer({ directory });
    viewer.store.write([{ ...executionRow("unheard"), id: "unheard" }]);
    served = await viewer.listen({ port: Number(port) });
    await page.locator(".connection.live").waitFor();
    await rowAsking(page, "prompt of unheard").waitFor();
    expect(await page.locator(".problem-note").count()).toBe(0);
  });
});
