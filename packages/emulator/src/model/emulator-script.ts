/** How an execution can end. */
export type TerminalStatus = "succeeded" | "failed" | "canceled" | "aborted";

/** One thing that happens while a model runs. */
export interface EmulatorStep {
  /** Milliseconds since the step before, or since the start of the run; 0 by default. */
  readonly afterMs?: number;
  /** One yield of the model: appended to the output while it runs, one event of its stream. */
  readonly output?: unknown;
  /** Text appended to the logs. */
  readonly logs?: string;
}

/**
 * What one execution does, from being queued to its end. An empty script succeeds at once with a
 * null output.
 *
 * @example
 * ```ts
 * const haiku: EmulatorScript = {
 *   queueMs: 20,
 *   steps: ["An old", " silent", " pond"].map((output) => ({ afterMs: 10, output })),
 *   metrics: { input_token_count: 6, output_token_count: 3 },
 * };
 * const failing: EmulatorScript = { error: "CUDA out of memory", steps: [{ logs: "Loading\n" }] };
 * ```
 */
export interface EmulatorScript {
  /** Milliseconds spent `starting`; 0 by default. */
  readonly queueMs?: number;
  /** What happens while it runs, in order. */
  readonly steps?: readonly EmulatorStep[];
  /** Milliseconds between the last step and the end; 0 by default. */
  readonly endMs?: number;
  /** It never ends of its own accord: only cancelling it or a deadline does. */
  readonly neverEnds?: boolean;
  /** The final output; by default the list of what the steps yielded, or null when none did. */
  readonly output?: unknown;
  /** The error text. An execution with an error has failed, unless `status` says otherwise. */
  readonly error?: string;
  /** How it ends; `succeeded` by default. `aborted` without steps never starts. */
  readonly status?: TerminalStatus;
  /** The model's own metrics; they override the `predict_time` and `total_time` measured here. */
  readonly metrics?: Readonly<Record<string, unknown>>;
  /** Inputs without which the request is answered 422, "Input validation failed". */
  readonly requiredInputs?: readonly string[];
  /** Also send what is logged as `logs` events of the stream; false by default. */
  readonly streamLogs?: boolean;
  /**
   * How the stream of a failed execution ends: with an `error` event before its `done` (the
   * default), or with `done {"reason":"error"}` alone.
   */
  readonly streamFailure?: "error-then-done" | "done-only";
}
