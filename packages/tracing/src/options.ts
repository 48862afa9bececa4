import { printOnce, report, type ErrorListener } from "./diagnostics/diagnostics.ts";
import { mistake, mustBe, shown } from "./diagnostics/mistake.ts";
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
  /**
   * Tell what stands between this process and Replicate of the spans: with every request `baggage`
   * says that it is traced, and with those that start an execution `traceparent` says by which
   * span. A gateway that traces leaves such requests alone. Default false.
   */
  readonly propagate?: boolean;
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
  readonly propagate: boolean;
}

/**
 * What each option may be, in words that hold the one of `typeof`. A module namespace is an object,
 * a CommonJS module may be a function.
 */
const OPTIONS: Readonly<Record<keyof ReplicateTracingOptions, string>> = {
  captureInput: "a boolean",
  captureOutput: "a boolean",
  captureMedia: "a boolean",
  redact: "a function",
  limits: "an object",
  onError: "a function",
  braintrust: "an object or a function",
  onSpan: "a function",
  joinByPredictionId: "a boolean",
  parent: "an object or a function",
  sinks: "an object",
  propagate: "a boolean",
};

const LIMITS: Readonly<Record<keyof TracingLimits, string>> = {
  openExecutions: "a number above 0",
  predictionSeconds: "a number above 0",
  trainingSeconds: "a number above 0",
  contentBytes: "a number above 0",
};

/**
 * Checks options and fills in the environment's and the defaults. An option wins over the
 * environment.
 *
 * @throws {TypeError} naming the option, what was given and what is allowed.
 */
export function resolveOptions(options: ReplicateTracingOptions = {}): TracingOptions {
  checkOptions(options);
  const { onError = printOnce, redact, onSpan, braintrust, parent, sinks } = options;
  const { propagate = false } = options;
  const {
    captureInput = flag("BRAINTRUST_REPLICATE_CAPTURE_INPUT", true, onError),
    captureOutput = flag("BRAINTRUST_REPLICATE_CAPTURE_OUTPUT", true, onError),
    captureMedia = flag("BRAINTRUST_CAPTURE_ATTACHMENTS", true, onError),
    joinByPredictionId = flag("BRAINTRUST_REPLICATE_JOIN_BY_PREDICTION_ID", false, onError),
  } = options;
  const {
    openExecutions = 10_000,
    predictionSeconds = 35 * 60,
    trainingSeconds = 24 * 60 * 60,
    contentBytes = count("BRAINTRUST_REPLICATE_CONTENT_BYTES", 4 * 1024 * 1024, onError),
  } = options.limits ?? {};
  return {
    policy: { captureInput, captureOutput, captureMedia, redact, contentBytes, onError },
    limits: { openExecutions, predictionSeconds, trainingSeconds },
    onSpan: onSpan as TracingOptions["onSpan"],
    braintrust,
    joinByPredictionId,
    parent,
    sinks,
    propagate,
  };
}

function checkOptions(options: ReplicateTracingOptions): void {
  check("the options", options, "an object");
  checkEach(options, OPTIONS, "");
  const { limits = {}, sinks = [] } = options;
  checkEach(limits, LIMITS, "limits.");
  if (!Array.isArray(sinks) || !sinks.every(isSink)) {
    throw mustBe("option `sinks`", "a list of sinks, such as [braintrustSink()]", sinks);
  }
}

function isSink(value: unknown): value is Sink {
  return typeof (value as Partial<Sink> | null | undefined)?.open === "function";
}

function checkEach(given: object, allowed: Readonly<Record<string, string>>, path: string): void {
  for (const [name, value] of Object.entries(given)) {
    const what = `option \`${path}${name}\``;
    if (!Object.hasOwn(allowed, name)) {
      throw mistake(`there is no ${what}; there are ${Object.keys(allowed).join(", ")}`);
    }
    if (value !== undefined) check(what, value, allowed[name] ?? "");
  }
}

function check(what: string, given: unknown, allowed: string): void {
  const fits = given !== null && allowed.includes(typeof given);
  if (!fits || (typeof given === "number" && !(given > 0))) throw mustBe(what, allowed, given);
}

// The environment cannot stop an app from starting: what is wrong in it is reported.

/** Unreadable means off: what cannot be understood must not record more than was wanted. */
function flag(name: string, fallback: boolean, onError: ErrorListener): boolean {
  const value = read(name);
  if (!value) return fallback;
  const on = /^(?:1|true|yes|on)$/i.test(value);
  if (!on && !/^(?:0|false|no|off)$/i.test(value)) {
    report(onError, `${name} must be 1, true, 0 or false; got ${shown(value)}, taken as 0`);
  }
  return on;
}

function count(name: string, fallback: number, onError: ErrorListener): number {
  const value = read(name);
  const amount = Number(value || fallback);
  if (Number.isFinite(amount) && amount > 0) return amount;
  report(onError, `${name} must be a number above 0; got ${shown(value)}, ignored`);
  return fallback;
}

function read(name: string): string | undefined {
  return globalThis.process?.env[name];
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
