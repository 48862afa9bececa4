import type { GatewayConfig } from "../config/gateway-config.ts";
import type { GatewayLog } from "../operate/create-log.ts";
import type { GatewayMetrics } from "../operate/metrics.ts";
import { GatewayTracing } from "../trace/gateway-tracing.ts";
import { RequestParents, type RequestParent } from "../trace/request-parents.ts";
import { BraintrustSession } from "./braintrust-session.ts";
import { Deliverer } from "./deliverer.ts";
import { RowsOfRequests } from "./rows-of-requests.ts";

/** Tracing, and what brings its rows to Braintrust. */
export interface Delivery {
  readonly tracing: GatewayTracing;
  readonly deliverer: Deliverer;
}

/** What may wait, in bytes; files among it. */
const QUEUE_BYTES = 64 * 1024 * 1024;
const REQUEST_MS = 30_000;
/** Braintrust's own name for the project of those who name none. */
const DEFAULT_PROJECT = { kind: "project_name", value: "Global" } as const;

/** Braintrust's numbers for the objects that hold rows. */
const OBJECT_KINDS = { 1: "experiment_id", 2: "project_id" } as const;

/** Loads the Braintrust SDK, which takes a third of a second, and puts tracing together. */
export async function startDelivery(
  config: GatewayConfig,
  { metrics, log }: { readonly metrics: GatewayMetrics; readonly log: GatewayLog },
): Promise<Delivery | undefined> {
  const { braintrustKey: apiKey, braintrustUrl: appUrl, captureBytes } = config;
  if (apiKey === undefined) {
    log.warn("nothing is recorded: set BRAINTRUST_API_KEY, or start with --viewer");
    return undefined;
  }
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
  const parents = new RequestParents(config.project ?? DEFAULT_PROJECT, (slug) =>
    readSlug(slug, (text) => SpanComponentsV4.fromStr(text)),
  );
  return {
    tracing: new GatewayTracing({ rows, parents, captureBytes, shared, log }),
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
