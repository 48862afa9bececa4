import type { Route } from "../wire/routes.ts";

/** The client methods whose calls are executions, by their place on the client. */
export type TracedMethod =
  | "run"
  | "stream"
  | "wait"
  | "predictions.create"
  | "deployments.predictions.create"
  | "trainings.create";

/** Where the app came in: a stack, written out when read, and how many of its frames are ours. */
export interface Caller {
  readonly source: { readonly stack?: string };
  readonly ownFrames: number;
}

/** What every tap knows of what it sees. */
export interface Seen {
  readonly caller: Caller;
  /** The client's API token, which must turn up nowhere. */
  readonly token: string | undefined;
  /** The origin of the API, such as `https://api.replicate.com`. */
  readonly origin?: string | undefined;
  /** What to hang the span below, where whoever saw it knows better than the options. */
  readonly parent?: unknown;
}

/**
 * What a tap tells about one call. Every method is safe to call from the middle of the client:
 * none throws, none waits.
 */
export interface CallTrace {
  /** Runs the client's own code so that spans started by it become children. */
  enter<T>(work: () => T): T;
  /**
   * The client sends the request that creates a prediction, once more.
   *
   * @returns headers to add to it, where the app asked for that.
   */
  attempted(): Readonly<Record<string, string>> | undefined;
  /**
   * The API answered with what may be a prediction.
   *
   * @param truncated - Parts of the answer were too long to be looked at.
   */
  answered(body: unknown, truncated?: boolean): void;
  /** The consumer was handed one server-sent event. */
  streamed(event: unknown): void;
  /** The call came to its end. */
  returned(): void;
  /** The answer that was {@link answered} was held back until there was an output, or long enough. */
  settled(): void;
  /** The call threw; the same error goes to the caller. */
  threw(error: unknown): void;
  /** The consumer left a stream before its end. */
  stopped(): void;
}

/** Where taps send what they see. The tracer, as far as a tap knows it. */
export interface CallObserver {
  /** Traces what nobody else does: whoever wants to trace takes its place. */
  readonly standsIn?: boolean;
  /** Whether anything would be recorded now; when not, taps step aside at once. */
  listening(): boolean;
  /** Headers to add to every request of the client, where the app asked for that. */
  headers(): Readonly<Record<string, string>> | undefined;
  /**
   * Notes the place of a call, and begins it on demand: a generator does nothing before its first
   * `next()`, but its parent is the caller of `stream()`. `undefined` when the call is none of our
   * business or tracing failed.
   */
  prepare(method: TracedMethod, args: readonly unknown[], seen: Seen): () => CallTrace | undefined;
  /**
   * An exchange begins that no traced call claims: a poll, a cancel, a hand-made request.
   *
   * @param data - The request's body before serialisation, when there was one.
   */
  exchange(route: Route, data: unknown, seen: Seen): CallTrace | undefined;
}
