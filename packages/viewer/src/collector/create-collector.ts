import type { Hono } from "hono";
import { MemoryRowStore } from "../store/memory-row-store.ts";
import type { RowStore } from "../store/row-store.ts";
import type { CollectorContext, RejectedRow } from "./collector-context.ts";
import { answerErrors, collectorRoutes, MAX_BODY_BYTES } from "./collector-routes.ts";
import { FaultSwitches } from "./fault-switches.ts";
import type { Listening, ListenOptions } from "./listen.ts";
import { listen } from "./listen.ts";
import { Registry } from "./registry.ts";
import { requireApiKey } from "./require-api-key.ts";

/** How a collector is built; everything has a default. */
export interface CollectorOptions {
  /** Where rows are kept; in memory unless said. */
  readonly store?: RowStore;
  /** Bytes that `/version` advertises; SDKs upload larger payloads as overflow. None unless said. */
  readonly maxPayloadBytes?: number;
  /** The form of overflow upload to ask for; `PUT` unless said. */
  readonly overflowUpload?: "PUT" | "POST";
  /** The longest body that is read, in bytes; 256 MiB unless said. */
  readonly maxBodyBytes?: number;
  /** The only bearer that is accepted; any unless said. */
  readonly apiKey?: string;
  /** Hears of rows that were left out of their batch. */
  readonly onRejectedRow?: (rejected: RejectedRow) => void;
}

/** A server for Braintrust's SDKs, on this machine. */
export interface Collector {
  /** Answers one request; never throws. */
  fetch(request: Request): Promise<Response>;
  /** Serves `fetch` over HTTP. Rejects with the system's error, such as `EADDRINUSE`. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** What was logged. */
  readonly store: RowStore;
  /** Failures on purpose, for tests. */
  readonly faults: FaultSwitches;
}

/**
 * Builds a collector that speaks the ingest protocol of Braintrust's SDKs (JavaScript 3.35.0):
 * login, projects, rows with overflow, attachments, experiments. It accepts any API key
 * unless one is set.
 *
 * Start it before the app logs: the SDK asks once and never recovers from a first refusal.
 *
 * @example
 * const collector = createCollector();
 * const { url, close } = await collector.listen();
 * // run the app with BRAINTRUST_APP_URL=<url> BRAINTRUST_API_KEY=local
 * console.log(collector.store.rows());
 */
export function createCollector(options: CollectorOptions = {}): Collector {
  const context: CollectorContext = {
    store: options.store ?? new MemoryRowStore(),
    registry: new Registry(),
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    maxPayloadBytes: options.maxPayloadBytes,
    overflowUpload: options.overflowUpload ?? "PUT",
    onRejectedRow: options.onRejectedRow ?? (() => {}),
  };
  const faults = new FaultSwitches();
  const app = createApp(context);
  const { apiKey } = options;
  const fetch = async (request: Request): Promise<Response> =>
    (apiKey === undefined ? undefined : requireApiKey(request, apiKey)) ??
    faults.answer(request, async () => app.fetch(request));
  return {
    fetch,
    listen: (listenOptions) => listen(fetch, listenOptions),
    store: context.store,
    faults,
  };
}

function createApp(context: CollectorContext): Hono {
  const app = collectorRoutes(context);
  answerErrors(app);
  return app;
}
