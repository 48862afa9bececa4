import Replicate from "replicate";
import type * as library from "braintrust-replicate";
import {
  braintrustSink,
  flush,
  unwrapReplicate,
  wrapReplicate,
  type BraintrustModule,
  type BraintrustSpan,
  type CallerStack,
  type ErrorListener,
  type ExecutionRecord,
  type FlushOptions,
  type OpenOptions,
  type RecordedMedia,
  type RecordedValue,
  type Redact,
  type ReplicateTracingOptions,
  type RequestParameters,
  type Sink,
  type SinkSpan,
  type SpanParent,
  type TracingLimits,
} from "braintrust-replicate";

/** Fails to compile when the library exports another value. */
export const values: Record<keyof typeof library, unknown> = {
  braintrustSink,
  flush,
  unwrapReplicate,
  wrapReplicate,
};

class Studio extends Replicate {
  async paint(prompt: string): Promise<object> {
    return this.run("owner/model", { input: { prompt } });
  }
}

// What is wrapped keeps its type: a client, a subclass, a class.
export const client: Replicate = wrapReplicate(new Replicate());
export const studio: Studio = wrapReplicate(new Studio({ auth: "token" }));
export const picture: Promise<object> = studio.paint("a heron");
const TracedClass: typeof Replicate = wrapReplicate(Replicate);
export const made: Replicate = new TracedClass({ auth: "token", useFileOutput: false });
const TracedStudio = wrapReplicate(Studio);
export const painted: Promise<object> = new TracedStudio().paint("a heron");
export const unwrapped: Replicate = unwrapReplicate(client);
export const output: Promise<object> = client.run("owner/model", { input: {} });

const limits: TracingLimits = {
  openExecutions: 100,
  predictionSeconds: 60,
  trainingSeconds: 600,
  contentBytes: 1_000,
};
const redact: Redact = (path, value) => (path === "input.prompt" ? "[PROMPT]" : value);
const onError: ErrorListener = (error) => void String(error);
const onSpan = (span: BraintrustSpan): void => {
  span.log({ tags: [span.spanId] });
};
declare const braintrust: BraintrustModule;
declare const parent: SpanParent;

// A sink of the app's own.
const bytes = (value: RecordedValue | RecordedMedia | undefined): number =>
  JSON.stringify(value ?? null).length;
const told: string[] = [];
const span: SinkSpan = {
  enter: (work) => work(),
  update: () => undefined,
  end: ({ model, parameters, output }: ExecutionRecord) => {
    const { temperature }: RequestParameters = parameters;
    told.push(`${model} ${temperature} ${bytes(output)}`);
  },
  addFiles: () => undefined,
};
const sink: Sink = {
  listening: () => true,
  place: ({ ownFrames }: CallerStack) => ownFrames,
  open: (_place: unknown, _record: ExecutionRecord, { rowId }: OpenOptions) =>
    rowId === "" ? undefined : span,
  resume: () => undefined,
  flush: () => Promise.resolve(),
};

const options: ReplicateTracingOptions = {
  captureInput: true,
  captureOutput: true,
  captureMedia: false,
  redact,
  limits,
  onError,
  onSpan,
  braintrust,
  joinByPredictionId: true,
  parent,
  sinks: [braintrustSink(), braintrustSink(braintrust), sink],
  propagate: true,
};
wrapReplicate(client, options);

const soon: FlushOptions = { timeoutMs: 2_000 };
export const flushed: Promise<void> = flush(soon);

// @ts-expect-error there is no such option
wrapReplicate(client, { captureInputs: true });
// @ts-expect-error not a boolean
wrapReplicate(client, { captureInput: "yes" });
// @ts-expect-error there is no such limit
wrapReplicate(client, { limits: { executions: 1 } });
// @ts-expect-error not a list
wrapReplicate(client, { sinks: sink });
// @ts-expect-error not a client
wrapReplicate("a client");
// @ts-expect-error not a number
void flush({ timeoutMs: "2" });
// @ts-expect-error a client of the class is no subclass
export const wrong: Studio = wrapReplicate(new Replicate());
