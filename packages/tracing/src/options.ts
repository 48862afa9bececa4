import { printOnce, report, type ErrorListener } from "./diagnostics/diagnostics.ts";
import type { RecordingPolicy, Redact } from "./record/recording-policy.ts";
import type { BraintrustModule, BraintrustSpan, SpanParent } from "./sink/braintrust-state.ts";
import type { Sink } from "./sink/sink.ts";

/** How much is kept, and for how long. */
export interface TracingLimits {
  /** Executions open at once in the process; beyond it the oldest ends as `evicted`. 10,000. */
  readonly openExecutions?: number;
  /** Seconds after which a prediction that nobody saw end is given up as `expired`. 2,100. */
  readonly predictionSeconds?: number;
  /** The same for a training. 86,400. */
  readonly trainingSeconds?: number;
  /**
   * Bytes of text and JSON recorded of an input or an output; what is longer is cut, and
   * `metadata.truncated` says so. 4 MiB; also `BRAINTRUST_REPLICATE_CONTENT_BYTES`.
   */
  readonly contentBytes?: number;
}

/**
 * Options of {@link wrapReplicate}.
 *
 * @example
 * ```ts
 * wrapReplicate(new Replicate(), {
 *   captureOutput: false,
 *   redact: (path, value) => (path === "input.prompt" ? "[PROMPT]" : value),
 * });
 * ```
 */
export interface ReplicateTracingOptions {
  /** Record what goes in. Default true; also `BRAINTRUST_REPLICATE_CAPTURE_INPUT=0`. */
  readonly captureInput?: boolean;
  /** Record what comes out. Default true; also `BRAINTRUST_REPLICATE_CAPTURE_OUTPUT=0`. */
  readonly captureOutput?: boolean;
  /**
   * Keep inline files (data URIs, `Blob`, `Buffer`) as attachments. Default true; also
   * `BRAINTRUST_CAPTURE_ATTACHMENTS=0`. URLs stay URLs in any case; nothing is downloaded.
   */
  readonly captureMedia?: boolean;
  /** Decides about each value before it is recorded; see {@link Redact}. */
  readonly redact?: Redact;
  /** How much is kept, and for how long. */
  readonly limits?: TracingLimits;
  /** Is told what goes wrong inside tracing. Default: printed once per message. */
  readonly onError?: ErrorListener;
  /**
   * The app's own Braintrust SDK (`import * as braintrust from "braintrust"`). Only needed where it
   * cannot be found, such as in a bundle; files are attached through it.
   */
  readonly braintrust?: BraintrustModule;
  /** Hands out each span as it starts, to attach scores, tags or feedback. */
  readonly onSpan?: (span: BraintrustSpan) => void;
  /**
   * Predictions that this process looks at without having created them were created by traced
   * code that logs to the same project: complete their rows instead of making spans of their own.
   * Default false; also `BRAINTRUST_REPLICATE_JOIN_BY_PREDICTION_ID=1`.
   */
  readonly joinByPredictionId?: boolean;
  /**
   * The span, logger or experiment below which spans start, or a function that is asked for it at
   * each call. Only needed where the runtime cannot tell the current span, such as in a browser.
   */
  readonly parent?: SpanParent | (() => SpanParent | undefined);
  /**
   * Where executions go. Default `[braintrustSink()]`. Make a sink once, not one for each client.
   */
  readonly sinks?: readonly Sink[];
}

/** Options as the tracer uses them: checked, with defaults. */
export interface TracingOptions {
  readonly policy: RecordingPolicy;
  readonly limits: Required<Omit<TracingLimits, "contentBytes">>;
  readonly onSpan: ((span: unknown) => void) | undefined;
  readonly braintrust: BraintrustModule | undefined;
  readonly joinByPredictionId: boolean;
  readonly parent: ReplicateTracingOptions["parent"];
  readonly sinks: readonly Sink[] | undefined;
}

const DEFAULTS = {
  openExecutions: 10_000,
  predictionSeconds: 35 * 60,
  trainingSeconds: 24 * 60 * 60,
  contentBytes: 4 * 1024 * 1024,
} as const satisfies Required<TracingLimits>;

const KINDS: Readonly<Record<keyof ReplicateTracingOptions, "boolean" | "function" | "object">> = {
  captureInput: "boolean",
  captureOutput: "boolean",
  captureMedia: "boolean",
  redact: "function",
  limits: "object",
  onError: "function",
  braintrust: "object",
  onSpan: "function",
  joinByPredictionId: "boolean",
  parent: "object",
  sinks: "object",
};

/** What may be a function as well. */
const CALLABLE: ReadonlySet<string> = new Set(["braintrust", "parent"]);

/**
 * Checks options and fills in the environment's and the defaults. An option wins over the
 * environment.
 *
 * @throws {TypeError} naming the option, what was given and what is allowed.
 */
export function resolveOptions(options: ReplicateTracingOptions = {}): TracingOptions {
  checkOptions(options);
  const onError = options.onError ?? printOnce;
  const environment = new Environment(onError);
  const limits = { ...DEFAULTS, ...withoutUndefined(options.limits ?? {}) };
  return {
    policy: {
      captureInput:
        options.captureInput ?? environment.flag("BRAINTRUST_REPLICATE_CAPTURE_INPUT", true),
      captureOutput:
        options.captureOutput ?? environment.flag("BRAINTRUST_REPLICATE_CAPTURE_OUTPUT", true),
      captureMedia:
        options.captureMedia ?? environment.flag("BRAINTRUST_CAPTURE_ATTACHMENTS", true),
      redact: options.redact,
      contentBytes:
        options.limits?.contentBytes ??
        environment.count("BRAINTRUST_REPLICATE_CONTENT_BYTES", DEFAULTS.contentBytes),
      onError,
    },
    limits,
    onSpan: options.onSpan && ((span) => options.onSpan?.(span as BraintrustSpan)),
    braintrust: options.braintrust,
    joinByPredictionId:
      options.joinByPredictionId ??
      environment.flag("BRAINTRUST_REPLICATE_JOIN_BY_PREDICTION_ID", false),
    parent: options.parent,
    sinks: options.sinks,
  };
}

function checkOptions(options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw wrong("the options", options, "an object");
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(KINDS, name)) {
      throw new TypeError(
        `braintrust-replicate: there is no option \`${name}\`; there are ${Object.keys(KINDS).join(", ")}`,
      );
    }
    const kind = KINDS[name as keyof typeof KINDS];
    // A module namespace is an object, a CommonJS module may be a function.
    const fits = typeof value === kind || (CALLABLE.has(name) && typeof value === "function");
    if (value !== undefined && (!fits || value === null)) {
      throw wrong(`option \`${name}\``, value, withArticle(kind));
    }
  }
  const { limits, sinks } = options as ReplicateTracingOptions;
  checkLimits(limits ?? {});
  if (sinks !== undefined && !(Array.isArray(sinks) && sinks.every(isSink))) {
    throw wrong("option `sinks`", sinks, "a list of sinks, such as [braintrustSink()]");
  }
}

function isSink(value: unknown): value is Sink {
  return typeof (value as Partial<Sink> | null | undefined)?.open === "function";
}

function checkLimits(limits: TracingLimits): void {
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(DEFAULTS, name)) {
      throw new TypeError(
        `braintrust-replicate: there is no limit \`${name}\`; there are ${Object.keys(DEFAULTS).join(", ")}`,
      );
    }
    if (value !== undefined && !(typeof value === "number" && value > 0)) {
      throw wrong(`option \`limits.${name}\``, value, "a number above 0");
    }
  }
}

function wrong(what: string, given: unknown, allowed: string): TypeError {
  const shown = typeof given === "string" ? JSON.stringify(given.slice(0, 40)) : kindOf(given);
  return new TypeError(`braintrust-replicate: ${what} must be ${allowed}; got ${shown}`);
}

function kindOf(given: unknown): string {
  if (given === null || given === undefined || typeof given === "number") return String(given);
  return withArticle(Array.isArray(given) ? "array" : typeof given);
}

function withArticle(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

function withoutUndefined(limits: TracingLimits): Partial<Required<TracingLimits>> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

/** The environment cannot stop an app from starting: what is wrong in it is reported. */
class Environment {
  readonly #onError: ErrorListener;

  constructor(onError: ErrorListener) {
    this.#onError = onError;
  }

  /** Unreadable means off: what cannot be understood must not record more than was wanted. */
  flag(name: string, fallback: boolean): boolean {
    const value = read(name)?.toLowerCase();
    if (value === undefined || value === "") return fallback;
    if (["1", "true", "yes", "on"].includes(value)) return true;
    if (["0", "false", "no", "off"].includes(value)) return false;
    report(
      this.#onError,
      `${name} must be 1, true, 0 or false; got ${JSON.stringify(value)}, taken as 0`,
    );
    return false;
  }

  count(name: string, fallback: number): number {
    const value = read(name);
    if (value === undefined || value === "") return fallback;
    const count = Number(value);
    if (Number.isFinite(count) && count > 0) return count;
    report(
      this.#onError,
      `${name} must be a number above 0; got ${JSON.stringify(value)}, ignored`,
    );
    return fallback;
  }
}

function read(name: string): string | undefined {
  return typeof process === "undefined" ? undefined : process.env[name];
}

/**
 * Whether the deployer has switched this instrumentation off, by
 * `BRAINTRUST_DISABLE_INSTRUMENTATION=replicate` (a comma-separated list). Read at every call, as
 * Braintrust's own integrations do.
 */
export function isDisabledByEnvironment(): boolean {
  const list = read("BRAINTRUST_DISABLE_INSTRUMENTATION");
  return list !== undefined && list.split(",").some((name) => name.trim() === "replicate");
}
