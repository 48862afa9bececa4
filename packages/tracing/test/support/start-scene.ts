import { _internalGetGlobalState, flush, initLogger, type Logger } from "braintrust";
import type { CollectedRow, Collector, LoggedRow } from "braintrust-replicate-viewer";
import { createCollector } from "braintrust-replicate-viewer";
import { onTestFinished } from "vitest";
import { deferredWorkDone } from "./deferred-work-done.ts";

/** A real Braintrust SDK that logs to a collector on loopback. */
export interface Scene {
  readonly collector: Collector;
  readonly logger: Logger<true>;
  readonly appUrl: string;
  /** Stops the collector's server: from now on connections are refused. */
  takeDown(): Promise<void>;
  /** Flushes the SDK and answers the merged rows, in the order of their start. */
  rows(): Promise<readonly CollectedRow[]>;
  /**
   * Every row as it was handed to the SDK. The SDK merges the rows of one batch before it sends
   * them, which would hide a second end.
   */
  written(): Promise<readonly LoggedRow[]>;
}

/**
 * Starts a collector and points the SDK of this process to it, until the test is over.
 *
 * @param options - `flushes: false` leaves without a last flush, which a broken collector delays.
 */
export async function startScene(options: { readonly flushes?: boolean } = {}): Promise<Scene> {
  const collector = createCollector();
  const server = await collector.listen();
  const account = { apiKey: "local", appUrl: server.url, forceLogin: true };
  const logger = initLogger({ projectName: "tracing", ...account });
  const queue = spyOnQueue();
  onTestFinished(async () => {
    collector.faults.clear();
    if (options.flushes !== false) await flush();
    queue.undo();
    await server.close();
  });
  return {
    collector,
    logger,
    appUrl: server.url,
    takeDown: () => server.close(),
    rows: async () => {
      await deferredWorkDone();
      await flush();
      return [...collector.store.rows()].sort(byStart);
    },
    written: () => Promise.all(queue.rows),
  };
}

interface LazyRow {
  get(): Promise<LoggedRow>;
}

interface Queue {
  log(items: readonly LazyRow[]): void;
}

function spyOnQueue(): {
  readonly rows: ReadonlyArray<Promise<LoggedRow>>;
  readonly undo: () => void;
} {
  const queue = _internalGetGlobalState().bgLogger() as unknown as Queue;
  const rows: Array<Promise<LoggedRow>> = [];
  const log = queue.log.bind(queue);
  queue.log = (items) => {
    // Copied before the SDK has it: it merges the rows of a batch in place.
    for (const item of items) {
      const row = item.get().then(copy);
      // Where the collector is broken on purpose, nobody asks for the rows.
      row.catch(() => undefined);
      rows.push(row);
    }
    log(items);
  };
  return { rows, undo: () => Reflect.deleteProperty(queue, "log") };
}

function copy(row: LoggedRow): LoggedRow {
  return JSON.parse(JSON.stringify(row)) as LoggedRow;
}

function byStart(one: CollectedRow, other: CollectedRow): number {
  const counter = (row: CollectedRow): number => row.span_attributes?.exec_counter ?? 0;
  return counter(one) - counter(other);
}
