/** Which requests a fault strikes. */
export interface FaultMatch {
  /** The request's method; any by default. */
  readonly method?: string;
  /**
   * The path below the origin, without its query: a pattern in which `*` stands for anything, or a
   * regular expression; any by default. Whatever host a request names, paths are those of a
   * listening emulator: `/v1/predictions`, `/v1/streams/*`, `/v1/files/*`, `/delivery/*`.
   */
  readonly path?: string | RegExp;
  /** The first matching request to strike, counted from 1 since the fault was set; 1 by default. */
  readonly nth?: number;
  /** How many matching requests in a row to strike; 1 by default, `Infinity` for all. */
  readonly times?: number;
}

/** What goes wrong. */
export type FaultEffect =
  /** The connection is reset and nothing is answered. `handled` does the work nevertheless. */
  | { readonly kind: "reset-before-response"; readonly handled?: boolean }
  /** The connection is reset after so many bytes of the answer's body. */
  | { readonly kind: "reset-mid-body"; readonly afterBytes: number }
  /**
   * Another status, with the body known for it (400, 401, 402, 404, 422, 429; plain text
   * for 5xx), or the one given: a string is sent as plain text, anything else as problem JSON.
   */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      /** Seconds that a 429 names; 5 by default. */
      readonly retryAfter?: number;
    }
  /** The body comes `bytes` at a time, `everyMs` milliseconds apart. */
  | { readonly kind: "slow-drip"; readonly bytes: number; readonly everyMs: number }
  /** Nothing is answered until the caller gives up. */
  | { readonly kind: "hang" }
  /** The answer comes `ms` milliseconds late. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The first half of the answer's JSON. */
  | { readonly kind: "malformed-json" }
  /** Lines that are not server-sent events, after so many `output` events (1 by default). */
  | { readonly kind: "malformed-sse"; readonly afterOutputs?: number }
  /** The stream closes without its `done` event, after so many `output` events or after them all. */
  | { readonly kind: "sse-without-done"; readonly afterOutputs?: number }
  /** An `error` event ends the stream, after so many `output` events (0 by default). */
  | {
      readonly kind: "sse-error-event";
      readonly afterOutputs?: number;
      readonly detail?: string;
    };

/**
 * Something that goes wrong, and for which requests.
 *
 * @example
 * ```ts
 * emulator.fault({ kind: "status", status: 429, method: "POST", path: "/v1/predictions", times: 2 });
 * emulator.fault({ kind: "reset-mid-body", afterBytes: 200, path: "/v1/streams/*" });
 * ```
 */
export type Fault = FaultMatch & FaultEffect;
