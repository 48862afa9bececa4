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
export interface TracingOptions extends RecordingPolicy {
  readonly limits: Required<TracingLimits>;
  readonly onSpan: ((span: unknown) => void) | undefined;
  readonly braintrust: BraintrustModule | undefined;
  readonly joinByPredictionId: boolean;
  readonly parent: ReplicateTracingOptions["parent"];
  readonly sinks: readonly Sink[] | undefined;
  readonly propagate: boolean;
}

/**
 * What an option may be, in words that hold the one of `typeof`; what it is when it is not given;
 * and the variable of the environment that says so as well.
 */
type Option = readonly [allowed: string, usual?: unknown, variable?: string];

/** A module namespace is an object, a CommonJS module may be a function. */
const OPTIONS: Readonly<Record<keyof ReplicateTracingOptions, Option>> = {
  captureInput: ["a boolean", true, "BRAINTRUST_REPLICATE_CAPTURE_INPUT"],
  captureOutput: ["a boolean", true, "BRAINTRUST_REPLICATE_CAPTURE_OUTPUT"],
  captureMedia: ["a boolean", true, "BRAINTRUST_CAPTURE_ATTACHMENTS"],
  redact: ["a function"],
  limits: ["an object"],
  onError: ["a function", printOnce],
  braintrust: ["an object or a function"],
  onSpan: ["a function"],
  joinByPredictionId: ["a boolean", false, "BRAINTRUST_REPLICATE_JOIN_BY_PREDICTION_ID"],
  parent: ["an object or a function"],
  sinks: ["an object"],
  propagate: ["a boolean", false],
};

const LIMITS: Readonly<Record<keyof TracingLimits, Option>> = {
  openExecutions: ["a number above 0", 10_000],
  predictionSeconds: ["a number above 0", 35 * 60],
  trainingSeconds: ["a number above 0", 24 * 60 * 60],
  contentBytes: ["a number above 0", 4 * 1024 * 1024, "BRAINTRUST_REPLICATE_CONTENT_BYTES"],
};

/**
 * Checks options and fills in the environment's and the defaults. An option wins over the
 * environment, which is asked when it is needed, once: apps that are traced from their start on fill
 * it later, out of a file.
 *
 * @throws {TypeError} naming the option, what was given and what is allowed.
 */
export function resolveOptions(options: ReplicateTracingOptions = {}): TracingOptions {
  check("the options", options, "an object");
  const { limits = {}, sinks = [], onError = printOnce } = options;
  const settled = settle(options, OPTIONS, { path: "", onError });
  settled["limits"] = settle(limits, LIMITS, { path: "limits.", onError });
  if (!Array.isArray(sinks) || !sinks.every(isSink)) {
    throw mustBe("option `sinks`", "a list of sinks, such as [braintrustSink()]", sinks);
  }
  return settled as unknown as TracingOptions;
}

function isSink(value: unknown): value is Sink {
  return typeof (value as Partial<Sink> | null | undefined)?.open === "function";
}

/** Checks what is given by a table, and completes it. */
function settle(
  given: object,
  table: Readonly<Record<string, Option>>,
  { path, onError }: { readonly path: string; readonly onError: ErrorListener },
): Record<string, unknown> {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(table, name)) continue;
    const names = Object.keys(table).join(", ");
    throw mistake(`there is no option \`${path}${name}\`; there are ${names}`);
  }
  const settled: Record<string, unknown> = {};
  for (const [name, [allowed, usual, variable]] of Object.entries(table)) {
    const value = (given as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) check(`option \`${path}${name}\``, value, allowed);
    settled[name] = value ?? usual;
    if (value !== undefined || variable === undefined) continue;
    onDemand(settled, name, () => fromEnvironment(variable, usual, onError));
  }
  return settled;
}

function onDemand(settled: object, name: string, read: () => unknown): void {
  Object.defineProperty(settled, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = read();
      Object.defineProperty(settled, name, { value });
      return value;
    },
  });
}

function check(what: string, given: unknown, allowed: string): void {
  const fits = given !== null && allowed.includes(typeof given);
  if (!fits || (typeof given === "number" && !(given > 0))) throw mustBe(what, allowed, given);
}

/** The environment cannot stop an app from starting: what is wrong in it is reported. */
function fromEnvironment(variable: string, usual: unknown, onError: ErrorListener): unknown {
  const value = read(variable);
  if (!value) return usual;
  const wrong = (allowed: string, so: string): void =>
    report(onError, `${variable} must be ${allowed}; got ${shown(value)}, ${so}`);
  if (typeof usual === "number") {
    const amount = Number(value);
    if (Number.isFinite(amount) && amount > 0) return amount;
    wrong("a number above 0", "ignored");
    return usual;
  }
  const on = /^(?:1|true|yes|on)$/i.test(value);
  // Unreadable means off: what cannot be understood must not record more than was wanted.
  if (!on && !/^(?:0|false|no|off)$/i.test(value)) wrong("1, true, 0 or false", "taken as 0");
  return on;
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
  const names = read("BRAINTRUST_DISABLE_INSTRUMENTATION")?.split(",");
  return names?.some((name) => name.trim() === "replicate") === true;
}
