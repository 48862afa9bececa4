/**
 * What the viewer's JSON API answers: the contract between the server and the page, and for scripts.
 * Times are seconds since the epoch, durations seconds, sizes bytes; what is not known is `null`.
 * This file imports nothing.
 */

/** Any JSON value. */
export type ApiJson =
  | string
  | number
  | boolean
  | null
  | readonly ApiJson[]
  | { readonly [name: string]: ApiJson };

/** A project as rows name it. */
export interface ApiProject {
  readonly id: string;
  readonly name: string;
}

/** What came out, by the first thing that did. */
export type OutputKind = "text" | "image" | "audio" | "video" | "json" | "file" | "none";

/** One execution, short: a line of the list. */
export interface ExecutionSummary {
  /** Opaque, safe in a URL, stable; the permalink is `/executions/<key>`. */
  readonly key: string;
  /** The id of the row. */
  readonly id: string;
  readonly traceId: string;
  /** Such as `replicate.run`. */
  readonly name: string;
  readonly project: ApiProject | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly deployment: string | null;
  readonly predictionId: string | null;
  /** `running`, `succeeded`, `failed`, `canceled`, `aborted`, `stopped`, `unknown`, or Replicate's own. */
  readonly status: string;
  /** The first line, at most 300 characters. */
  readonly error: string | null;
  /** Why what is here is not the whole: `stopped_early`, `expired`, `evicted`, `process_exit`. */
  readonly incomplete: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Queued at Replicate, as Replicate reported it. */
  readonly waitingSeconds: number | null;
  /** Running at Replicate, as Replicate reported it. */
  readonly runningSeconds: number | null;
  /** What the caller waited: `endedAt - startedAt`. */
  readonly totalSeconds: number | null;
  readonly timeToFirstTokenSeconds: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly tokens: number | null;
  /** What went in, on one line, at most 200 characters. */
  readonly inputLine: string;
  readonly outputKind: OutputKind;
  /** The first words of what came out, at most 200 characters. */
  readonly outputText: string | null;
  /** The same-origin URL of the first picture, if it is kept. */
  readonly thumbnail: string | null;
  readonly outputCount: number;
  readonly updatedAt: number;
}

/** How a file fares. */
export type MediaState = "kept" | "keeping" | "pending" | "expired" | "refused" | "failed";

/** A file that a row speaks of. */
export interface MediaItem {
  /** Where in the row, such as `output.0` or `input.image`. */
  readonly path: string;
  /** The same-origin URL of the kept bytes, `/media/<sha256>`. */
  readonly url: string | null;
  /** The original URL or the attachment's file name: data, never to be fetched. */
  readonly source: string | null;
  readonly filename: string;
  readonly contentType: string | null;
  readonly bytes: number | null;
  readonly kind: "image" | "audio" | "video" | "text" | "file";
  readonly state: MediaState;
  /** Why it was refused or failed, for people. */
  readonly why: string | null;
  /** When Replicate deletes it, for a file that is not kept. */
  readonly expiresAt: number | null;
}

/** One execution, whole. */
export interface ExecutionDetail {
  readonly summary: ExecutionSummary;
  /** The merged row; attachments stand in it as references. */
  readonly row: { readonly [name: string]: ApiJson };
  /** The row was too large for a page: `GET /api/executions/<key>/row` has the whole. */
  readonly isCut: boolean;
  readonly media: readonly MediaItem[];
  /** Which instrumentation wrote it. */
  readonly createdBy: string | null;
}

/** A span of a trace: an execution, or one of the app's own. */
export interface TraceSpan {
  readonly key: string;
  readonly id: string;
  readonly spanId: string;
  readonly parentIds: readonly string[];
  readonly name: string;
  readonly type: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly status: string;
  readonly error: string | null;
  readonly isExecution: boolean;
  readonly model: string | null;
}

/** `GET /api/traces/:traceId`. */
export interface Trace {
  readonly traceId: string;
  readonly project: ApiProject | null;
  readonly spans: readonly TraceSpan[];
}

/** `GET /api/executions`, newest first. */
export interface ExecutionPage {
  readonly executions: readonly ExecutionSummary[];
  /** Give it back as `cursor` for the next page. */
  readonly next: string | null;
  /** How many match; `null` where counting would take too long. */
  readonly total: number | null;
}

/** A value to filter by. */
export interface FacetValue {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** `GET /api/facets`. */
export interface Facets {
  readonly models: readonly FacetValue[];
  readonly versions: readonly FacetValue[];
  readonly statuses: readonly FacetValue[];
  readonly kinds: readonly FacetValue[];
  readonly projects: readonly FacetValue[];
}

/** `GET /api/health`. */
export interface Health {
  readonly name: "braintrust-replicate-viewer";
  readonly version: string;
  /** Where everything is kept; `null` in memory. */
  readonly directory: string | null;
}

/** What a refused or failed request is answered with, beside its status. */
export interface ApiProblem {
  readonly error: string;
}
