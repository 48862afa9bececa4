import { createHash } from "node:crypto";
import {
  create,
  llm,
  run,
  SEEN,
  stream,
  task,
  TIMES,
  TIMES_AND_TOKENS,
  TOLD,
} from "../support/expected-span.ts";
import type { SpanPicture } from "../support/picture-span.ts";
import type { VersionRange } from "./replicate-versions.ts";

/**
 * One way to execute a model, for a range of versions, and the spans that the contract promises.
 * Where versions differ, a chapter is here once for each range: these are all the differences.
 */
export interface Chapter extends VersionRange {
  readonly name: string;
  /** Why it is not the same in all versions. */
  readonly because?: string;
  /** What the program passes to the client's method. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly spans: readonly SpanPicture[];
}

/** The id that the emulator gives a model without one. */
function versionOf(model: string): string {
  return createHash("sha256").update(`version of ${model}`).digest("hex");
}

const RUNS: readonly Chapter[] = [
  {
    name: "run, polling",
    spans: [
      run({
        input: { prompt: "the sea", temperature: 0.2, max_new_tokens: 64 },
        output: "It was worth the wait.",
        metadata: {
          model: "compat/patient",
          status: "succeeded",
          temperature: 0.2,
          max_tokens: 64,
        },
        metrics: TIMES_AND_TOKENS,
        children: ["progress: starting", "progress: processing", "progress: succeeded"],
      }),
    ],
  },
  {
    name: "run, by the default",
    below: "1.0.0",
    because: "it polls until the end",
    spans: [
      run({
        input: { seed: 1 },
        output: SEEN,
        metadata: { model: "demo/json", status: "succeeded" },
      }),
    ],
  },
  {
    name: "run, by the default",
    from: "1.0.0",
    because: "it blocks, and the answer may come before the metrics",
    spans: [
      run({
        input: { seed: 1 },
        output: SEEN,
        metadata: { model: "demo/json", status: "processing" },
        metrics: [],
      }),
    ],
  },
  ...[
    { from: "0.34.1", below: "1.0.0", because: "`wait` is a boolean", options: { wait: true } },
    {
      from: "1.0.0",
      because: "`wait` is an object; before 0.34 nothing blocks",
      options: { wait: { mode: "block" } },
    },
  ].map((range) => ({
    ...range,
    name: "run, blocking",
    spans: [
      run({
        input: { prompt: "the tide" },
        output: `You asked: the tide. ${TOLD}`,
        metadata: { model: "demo/text", status: "processing" },
        metrics: [],
      }),
    ],
  })),
  {
    name: "run of a version",
    spans: [
      run({
        output: { label: "pier", confidence: 0.9 },
        metadata: {
          model: "compat/versioned",
          version: versionOf("compat/versioned"),
          status: "succeeded",
        },
      }),
    ],
  },
  {
    name: "run that fails",
    spans: [
      run({
        input: { n: 1 },
        error: "The model ran out of memory (E1001)",
        metadata: {
          model: "demo/failing",
          status: "failed",
          logs: "Loading weights\nRuntimeError: not enough memory\n",
        },
      }),
    ],
  },
  {
    name: "run of nothing",
    spans: [
      run({
        error:
          'Request to <local>/v1/models/acme/nothing/predictions failed with status 404 Not Found: {"detail":"The requested resource could not be found.","status":404}\n.',
        metadata: { model: "acme/nothing" },
        metrics: [],
      }),
    ],
  },
  {
    name: "run of a bad reference",
    spans: [
      run({
        error:
          "Invalid reference to model version: nothing. Expected format: owner/name or owner/name:version",
        metadata: { model: "nothing" },
        metrics: [],
      }),
    ],
  },
  {
    name: "run, aborted by its signal",
    spans: [run({ metadata: { model: "compat/endless", status: "canceled" } })],
  },
  {
    name: "run with files",
    from: "0.27.1",
    because: "before it, files cannot be passed",
    spans: [
      run({
        input: {
          blob: "attachment input-blob.txt: bytes of a blob",
          nested: ["attachment input-nested-0.bin: bytes of a buffer"],
        },
        output: SEEN,
        metadata: { model: "demo/json", status: "succeeded" },
      }),
    ],
  },
  {
    name: "run that gives files",
    spans: [
      run({
        output: ["<local>/delivery/xezq/<token>/out-0.png"],
        metadata: { model: "compat/image", status: "succeeded" },
      }),
    ],
  },
  {
    name: "run that gives inline files",
    spans: [
      run({
        output: ["attachment output-0.png: 301 bytes"],
        metadata: { model: "compat/inline-image", status: "succeeded" },
      }),
    ],
  },
];

const STREAMS: readonly Chapter[] = [
  {
    name: "stream",
    spans: [
      stream({
        input: { prompt: "the tide" },
        output: `You asked: the tide. ${TOLD}`,
        metadata: { model: "demo/text", status: "succeeded" },
      }),
    ],
  },
  {
    name: "stream, left early",
    spans: [
      stream({
        input: { prompt: "rain" },
        output: "You asked: rain. The tide",
        metadata: { model: "demo/text", status: "starting", incomplete: "stopped_early" },
      }),
    ],
  },
  {
    name: "stream, aborted by its signal",
    spans: [
      stream({
        output: "0 1 2 ",
        metadata: { model: "compat/interrupted", status: "starting", incomplete: "stopped_early" },
      }),
    ],
  },
  {
    name: "stream that fails",
    spans: [
      stream({
        output: "All was well",
        error: "Until it was not (E2001)",
        metadata: { model: "compat/breaking", status: "failed" },
      }),
    ],
  },
  {
    name: "stream of a model that has none",
    below: "0.34.0",
    because: "it asks for a stream, and Replicate makes one of the output",
    spans: [
      stream({
        output: JSON.stringify(SEEN),
        metadata: { model: "demo/json", status: "succeeded" },
      }),
    ],
  },
  {
    name: "stream of a model that has none",
    from: "0.34.0",
    because: "it asks for no stream",
    spans: [
      stream({
        error: "Prediction does not support streaming",
        metadata: { model: "demo/json", status: "starting" },
        metrics: [],
      }),
    ],
  },
  {
    name: "stream of files",
    below: "0.34.0",
    because: "files of a stream are strings",
    spans: [
      stream({
        output: ["attachment output-0.png: 301 bytes"],
        metadata: { model: "compat/file-stream", status: "succeeded" },
      }),
    ],
  },
  {
    name: "stream of files",
    from: "0.34.0",
    below: "1.4.0",
    because: "files of a stream are objects without their content, and reading one throws",
    spans: [
      stream({
        metadata: { model: "compat/file-stream", status: "starting", incomplete: "stopped_early" },
        metrics: [],
      }),
    ],
  },
  {
    name: "stream of files",
    from: "1.4.0",
    because: "files of a stream can be read",
    spans: [
      stream({
        output: ["attachment output-0.png: 301 bytes"],
        metadata: { model: "compat/file-stream", status: "succeeded" },
      }),
    ],
  },
];

const PREDICTIONS: readonly Chapter[] = [
  {
    name: "create and wait",
    spans: [
      create({
        input: { n: 1 },
        output: "quick",
        metadata: { model: "compat/quick", status: "succeeded" },
        metrics: ["completion_tokens", ...TIMES],
      }),
    ],
  },
  {
    name: "create and get",
    spans: [
      create({
        input: { n: 2 },
        output: { label: "pier", confidence: 0.9 },
        metadata: {
          model: "compat/versioned",
          version: versionOf("compat/versioned"),
          status: "succeeded",
        },
      }),
    ],
  },
  {
    name: "create and cancel",
    spans: [create({ metadata: { model: "compat/endless", status: "canceled" } })],
  },
  {
    name: "create, blocking",
    from: "0.34.0",
    because: "before it nothing blocks",
    options: { wait: true },
    spans: [
      create({
        output: "quick",
        metadata: { model: "compat/quick", status: "processing", incomplete: "process_exit" },
        metrics: [],
      }),
    ],
  },
  {
    name: "create, aborted by its signal",
    from: "1.1.0",
    because: "before it only `run` and `stream` take a signal",
    spans: [
      create({
        metadata: { model: "compat/quick", incomplete: "stopped_early", attempts: 6 },
        metrics: [],
      }),
    ],
  },
  {
    name: "create without a model",
    spans: [create({ error: "Either model or version must be specified", metrics: [] })],
  },
  {
    name: "deployment",
    spans: [
      llm({
        name: "replicate.deployments.predictions.create",
        input: { prompt: "a letter" },
        output: `You asked: a letter. ${TOLD}`,
        metadata: { model: "demo/text", deployment: "acme/writer", status: "succeeded" },
        metrics: TIMES_AND_TOKENS,
      }),
    ],
  },
  ...[
    { from: "0.34.0", below: "1.0.1", because: "the option is `block`", options: { block: true } },
    { from: "1.0.1", because: "the option is `wait`", options: { wait: true } },
  ].map((range) => ({
    ...range,
    name: "deployment, blocking",
    spans: [
      llm({
        name: "replicate.deployments.predictions.create",
        input: { prompt: "a letter" },
        output: `You asked: a letter. ${TOLD}`,
        metadata: {
          model: "demo/text",
          deployment: "acme/writer",
          status: "processing",
          incomplete: "process_exit",
        },
        metrics: [],
      }),
    ],
  })),
];

const OTHERS: readonly Chapter[] = [
  {
    name: "training",
    spans: [
      task({
        name: "replicate.trainings.create",
        input: { train_data: "https://example.com/data.zip" },
        output: {
          version: "demo/trained:1",
          weights: "https://replicate.delivery/xezq/weights.tar",
        },
        metadata: {
          model: "demo/trainable",
          version: versionOf("demo/trainable"),
          status: "succeeded",
        },
      }),
    ],
  },
  {
    name: "training, canceled",
    spans: [
      task({
        name: "replicate.trainings.create",
        metadata: {
          model: "compat/endless-training",
          version: versionOf("compat/endless-training"),
          status: "canceled",
        },
      }),
    ],
  },
  {
    name: "made elsewhere",
    spans: [
      task({
        name: "replicate.predictions.get",
        output: SEEN,
        metadata: { model: "demo/json", status: "succeeded" },
      }),
      task({
        name: "replicate.wait",
        output: "quick",
        metadata: { model: "compat/quick", status: "succeeded" },
      }),
      task({
        name: "replicate.predictions.cancel",
        metadata: { model: "compat/endless", status: "canceled" },
      }),
    ],
  },
  { name: "no executions", spans: [] },
  { name: "the client itself", spans: [] },
];

/** Everything that the program does, in its order. */
export const CHAPTERS: readonly Chapter[] = [...RUNS, ...STREAMS, ...PREDICTIONS, ...OTHERS];
