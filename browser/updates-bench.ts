import type { Browser, Page } from "playwright-core";
import { executionRow, logRows, type AnyRow } from "./support/log-rows.ts";
import { openChromium, openPage } from "./support/open-chromium.ts";
import { startStudio } from "./support/start-studio.ts";

const ROWS = 5_000;
const SECONDS = 10;
const UPDATES_PER_SECOND = 60;
const SHOWN_AT_ONCE = 20;

/** The tasks of the page's main thread while updates came in; milliseconds. */
interface Busy {
  readonly tasks: number;
  /** By the clock: on a machine that does other things too, their time is in it. */
  readonly longest: number;
  /** What the thread itself computed. */
  readonly longestComputed: number;
  readonly computed: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, by the clock and of the thread. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Reads a trace of the browser: the tasks of the renderer's main threads. */
function busyOf(trace: Buffer): Busy {
  const { traceEvents } = JSON.parse(trace.toString()) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const renderers = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) => event.name.endsWith("RunTask") && renderers.has(threadOf(event)),
  );
  const milliseconds = (of: "dur" | "tdur"): readonly number[] =>
    tasks.map((task) => (task[of] ?? 0) / 1_000);
  return {
    tasks: tasks.length,
    longest: Math.max(0, ...milliseconds("dur")),
    longestComputed: Math.max(0, ...milliseconds("tdur")),
    computed: milliseconds("tdur").reduce((sum, one) => sum + one, 0),
  };
}

/** Sixty updates a second, of rows that are seen and of new ones, as they come from an app. */
async function measure(browser: Browser, page: Page, url: string): Promise<Busy> {
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  const interval = 1_000 / UPDATES_PER_SECOND;
  const start = performance.now();
  const posts: Promise<number>[] = [];
  for (let update = 0; update < SECONDS * UPDATES_PER_SECOND; update += 1) {
    const early = start + update * interval - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    posts.push(logRows(url, [updateOf(update)]));
  }
  await Promise.all(posts);
  return busyOf(await browser.stopTracing());
}

/** Every sixth is a new execution; the others change one that is in view. */
function updateOf(update: number): AnyRow {
  if (update % 6 === 0) return executionRow(`new-${update}`);
  const id = `row-${ROWS - 1 - (update % SHOWN_AT_ONCE)}`;
  return executionRow(id, {
    output: `word ${update} of a text that grows`.repeat(1 + (update % 4)),
  });
}

const studio = await startStudio();
const browser = await openChromium();
try {
  for (let start = 0; start < ROWS; start += 500) {
    const rows = Array.from({ length: 500 }, (_, index) => executionRow(`row-${start + index}`));
    await logRows(studio.url, rows);
  }
  const { page } = await openPage(browser, studio.url);
  await page.locator("a.execution-row").first().waitFor();
  const busy = await measure(browser, page, studio.url);
  const { longest, longestComputed, computed, tasks } = busy;
  console.log(
    `${UPDATES_PER_SECOND} updates a second for ${SECONDS} s, ${ROWS} rows stored: ${tasks} tasks; ` +
      `the longest took ${longest.toFixed(0)} ms by the clock, ` +
      `the one that computed most ${longestComputed.toFixed(0)} ms, ` +
      `all together ${(computed / SECONDS / 10).toFixed(1)} % of one core`,
  );
} finally {
  await browser.close();
  await studio.close();
}
