import type { Caller } from "./call.ts";

/** One HTTP request to Replicate as it passes by. */
export interface SeenRequest {
  readonly method: string;
  /** The whole URL as Replicate or whatever stands for it sees it, or the path relative to it. */
  readonly url: string;
  /**
   * The parsed JSON body. Only asked for where the request creates an execution, so that it may be
   * a getter; `undefined` when there is none or it was not captured: then the input is taken from
   * the answer, which repeats it.
   */
  readonly body: unknown;
  /** The API token, to be kept out of everything. */
  readonly token: string | undefined;
  /** The origin of the API, such as `https://api.replicate.com`, where `url` does not tell it. */
  readonly origin?: string | undefined;
  /** Handed to each sink's `place` as the parent that the app names; see {@link Sink}. */
  readonly parent?: unknown;
  /** Where in the app the request was made, when that is known. */
  readonly caller?: Caller;
  /** Of a `GET` whose URL is that of a stream: the prediction, where it is known from elsewhere. */
  readonly predictionId?: string | undefined;
  /** Whether the request asks Replicate to hold its answer until there is an output: `Prefer: wait`. */
  readonly held?: boolean | undefined;
  /** The request's `Last-Event-ID`: the stream goes on where it was left. */
  readonly lastEventId?: string | undefined;
}

/** The head of an answer. */
export interface SeenHead {
  readonly status: number;
  /** The header `content-type`, with its parameters or without. */
  readonly contentType: string | undefined;
}

/**
 * What wants to see the body of an answer. All methods return at once and never throw; what they
 * are handed they copy as far as they keep it.
 */
export interface BodyObserver {
  /** Bytes after content decoding, in order; or text, where somebody has decoded it already. */
  push(chunk: Uint8Array | string): void;
  /** The body is complete. */
  end(): void;
  /** The whole body, where somebody has parsed it already; in place of `push` and `end`. */
  parsed(body: unknown): void;
  /** The body is not complete: the consumer left ("stopped") or the connection broke ("lost"). */
  broke(why: "stopped" | "lost", error?: unknown): void;
}

/** One request to Replicate and its answer. No method throws. */
export interface SeenExchange {
  /**
   * The head of the answer came.
   *
   * @returns what wants to see the body, or `undefined` when it need not be read for us.
   */
  responded(head: SeenHead): BodyObserver | undefined;
  /**
   * No answer came: the connection was refused or reset, or the time was over.
   *
   * @param about - `ownAbort` when the caller itself gave up.
   */
  failed(error: unknown, about?: { readonly ownAbort?: boolean }): void;
}

/** Where whoever sees HTTP traffic sends what it sees. */
export interface HttpTracing {
  /** How many executions of this process have not ended yet, whoever traces them. */
  readonly openExecutions: number;
  /**
   * A request is about to be sent.
   *
   * @returns `undefined` when it does not concern an execution, or nobody listens: let it pass.
   */
  begin(request: SeenRequest): SeenExchange | undefined;
}
