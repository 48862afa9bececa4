import type { Prediction } from "../wire/prediction.ts";
import type { StreamEnd } from "../wire/stream-event.ts";
import type { Operation } from "./operation.ts";
import type { StreamTranscript } from "./stream-transcript.ts";

/** Why what is known of an execution is not the whole. */
export type Incompleteness = "stopped_early" | "expired" | "evicted" | "process_exit";

/** Someone asked for an execution, or for news of one. */
export interface CalledFact {
  readonly operation: Operation;
  readonly model?: string | undefined;
  readonly version?: string | undefined;
  readonly deployment?: string | undefined;
  /** Known before any answer only where the caller named it: `wait`, `get`, `cancel`. */
  readonly id?: string | undefined;
  readonly at: number;
  /** The API token, which must turn up nowhere. */
  readonly token?: string | undefined;
  /** The origin of the API, such as `https://api.replicate.com`. */
  readonly origin?: string | undefined;
}

/**
 * One thing that was seen of an execution. Facts may come in any order and any number of times;
 * none erases what another told.
 */
export type ExecutionFact =
  | { readonly kind: "attempted" }
  /** An answer was longer than what is read of one. */
  | { readonly kind: "truncated" }
  | { readonly kind: "observed"; readonly prediction: Prediction }
  | { readonly kind: "streaming"; readonly transcript: StreamTranscript; readonly since: number }
  | { readonly kind: "stream-done"; readonly status: StreamEnd }
  | {
      readonly kind: "threw";
      readonly message: string;
      /** What tells the error from others, the most telling first. */
      readonly signs: readonly string[];
      /** Replicate said that the prediction failed, rather than the call. */
      readonly failed: boolean;
      /** The caller's own signal did it. */
      readonly ownAbort: boolean;
    }
  | { readonly kind: "returned" }
  /** Replicate was asked to hold its answer until there is an output, and has answered. */
  | { readonly kind: "settled" }
  | { readonly kind: "stopped" }
  | { readonly kind: "lost"; readonly why: Exclude<Incompleteness, "stopped_early"> };
