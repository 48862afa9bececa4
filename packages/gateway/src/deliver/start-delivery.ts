import { flush, type Sink } from "braintrust-replicate";
import { rowSink } from "braintrust-replicate/http";
import type { GatewayConfig } from "../config/gateway-config.ts";
import type { GatewayLog } from "../operate/create-log.ts";
import type { GatewayMetrics } from "../operate/metrics.ts";
import { GatewayTracing } from "../trace/gateway-tracing.ts";
import { RequestParents, type ReadSlug, type RequestParent } from "../trace/request-parents.ts";
import { BraintrustSession } from "./braintrust-session.ts";
import { Deliverer } from "./deliverer.ts";
import { startOpenTelemetryExport } from "./open-telemetry-export.ts";
import { RowsOfRequests } from "./rows-of-requests.ts";

/** Tracing, and what brings its spans away. */
export interface Delivery {
  readonly tracing: GatewayTracing;
  /** How many rows wait for Braintrust. */
  readonly waiting: number;
  /** Sends what waits, within a limit in milliseconds. */
  stop(timeoutMs: number): Promise<void>;
}

/** Braintrust's part of it. */
interface BraintrustDelivery {
  readonly sink: Sink;
  readonly readSlug: ReadSlug;
  readonly deliverer: Deliverer;
}

/** What may wait, in bytes; files among it. */
const QUEUE_BYTES = 64 * 1024 * 1024;
const REQUEST_MS = 30_000;
/** Braintrust's own name for the project of those who name none. */
const DEFAULT_PROJECT = { kind: "project_name", value: "Global" } as const;

/** Braintrust's numbers for the objects that hold rows. */
const OBJECT_KINDS = { 1: "experiment_id", 2: "project_id" } as const;

/** What a delivery tells of itself. */
interface Told {
  readonly metrics: GatewayMetrics;
  readonly log: GatewayLog;
}

/** Puts tracing together: into Braintrust with a key, by OTLP with an endpoint, or into both. */
export async function startDelivery(
  config: GatewayConfig,
  told: Told,
): Promise<Delivery | undefined> {
  const { log } = told;
  const braintrust = await startBraintrust(config, told);
  const openTelemetry = await startOpenTelemetryExport(process.env, log);
  const outputs = [braintrust, openTelemetry].filter((output) => output !== undefined);
  if (outputs.length === 0) {
    log.warn(
      "nothing is recorded: set BRAINTRUST_API_KEY or OTEL_EXPORTER_OTLP_ENDPOINT, or start with --viewer",
    );
    return undefined;
  }
  const readSlug = braintrust?.readSlug ?? ((): undefined => undefined);
  const tracing = new GatewayTracing({
    sinks: outputs.map(({ sink }) => sink),
    parents: new RequestParents(config.project ?? DEFAULT_PROJECT, readSlug),
    captureBytes: config.captureBytes,
    shared: config.secret !== undefined,
    log,
  });
  return {
    tracing,
    get waiting() {
      return braintrust?.deliverer.waiting ?? 0;
    },
    stop: async (timeoutMs) => {
      await Promise.all([
        // What is known of executions without an end: nobody here will see more of them.
        flush({ timeoutMs }),
        braintrust?.deliverer.flush(timeoutMs),
        openTelemetry?.shutdown(timeoutMs),
      ]);
    },
  };
}

/** Loads the Braintrust SDK, which takes a third of a second. */
async function startBraintrust(
  config: GatewayConfig,
  { metrics, log }: Told,
): Promise<BraintrustDelivery | undefined> {
  const { braintrustKey: apiKey, braintrustUrl: appUrl } = config;
  if (apiKey === undefined) return undefined;
  const braintrust = await import("braintrust");
  const deliverer = new Deliverer({
    limits: { rows: config.queueRows, bytes: QUEUE_BYTES },
    connect: () => new BraintrustSession({ braintrust, apiKey, appUrl, requestMs: REQUEST_MS }),
    metrics,
    log,
  });
  const shared = config.secret !== undefined;
  const makeAttachment = (file: ConstructorParameters<typeof braintrust.Attachment>[0]): object =>
    new braintrust.Attachment(file);
  const rows = new RowsOfRequests({ deliverer, shared, makeAttachment });
  const { SpanComponentsV4 } = await import("braintrust/util");
  return {
    sink: rowSink(rows),
    readSlug: (slug) => readSlug(slug, (text) => SpanComponentsV4.fromStr(text)),
    deliverer,
  };
}

/** The parts of a slug that say where a span hangs. */
interface SlugParts {
  readonly data: {
    readonly object_type: number;
    readonly object_id?: string | null | undefined;
    readonly compute_object_metadata_args?: Readonly<Record<string, unknown>> | null | undefined;
    readonly span_id?: string | null | undefined;
    readonly root_span_id?: string | null | undefined;
  };
}

function readSlug(slug: string, parse: (slug: string) => SlugParts): RequestParent | undefined {
  let parts: SlugParts["data"];
  try {
    parts = parse(slug).data;
  } catch {
    return undefined;
  }
  const { object_type: type, object_id: id, span_id: spanId, root_span_id: rootSpanId } = parts;
  const span = spanId && rootSpanId ? { spanId, rootSpanId } : undefined;
  const kind = type === 1 || type === 2 ? OBJECT_KINDS[type] : undefined;
  if (kind === undefined) return undefined;
  if (id) return { object: { kind, value: id }, span };
  const name = parts.compute_object_metadata_args?.["project_name"];
  if (kind !== "project_id" || typeof name !== "string") return undefined;
  return { object: { kind: "project_name", value: name }, span };
}
