import { file, type EmulatorModel } from "replicate-emulator";

/** The version of `acme/image`, which is run by version. */
export const VERSION = "a".repeat(64);

/** 10 MB of text. */
export const LARGE = "0123456789".repeat(1_000_000);

const WORDS = ["Two", " words", ""];

/** One model for each way in which an execution can go. */
export const MODELS: readonly EmulatorModel[] = [
  {
    name: "acme/text",
    official: true,
    streaming: true,
    version: "b".repeat(64),
    script: {
      queueMs: 15,
      steps: WORDS.map((output) => ({ afterMs: 10, output, logs: `wrote ${output}\n` })),
      metrics: { input_token_count: 3, output_token_count: 2 },
    },
    training: {
      queueMs: 15,
      endMs: 20,
      output: { version: "acme/tuned:1", weights: "https://example.com/weights" },
    },
  },
  {
    name: "acme/image",
    version: VERSION,
    streaming: "files",
    script: { output: [file("png", 1), file("png", 2)] },
  },
  { name: "acme/inline", official: true, script: { output: "data:text/plain;base64,aGVsbG8=" } },
  { name: "acme/json", official: true, script: { output: { a: [1, { b: null }], "": "x" } } },
  { name: "acme/large", official: true, script: { output: LARGE } },
  { name: "acme/nothing", official: true, script: {} },
  { name: "acme/echo", official: true, script: (input) => ({ output: input }) },
  { name: "acme/quick", official: true, blockingFlavour: "succeeded", script: { output: "done" } },
  { name: "acme/broken", official: true, streaming: true, script: { error: "out of memory" } },
  {
    name: "acme/breaks-later",
    official: true,
    streaming: true,
    script: { queueMs: 15, steps: [{ afterMs: 10, output: "half" }], error: "no luck" },
  },
  { name: "acme/aborting", official: true, script: { queueMs: 15, status: "aborted" } },
  { name: "acme/canceled", official: true, script: { queueMs: 15, status: "canceled" } },
  { name: "acme/endless", official: true, streaming: true, script: { neverEnds: true } },
];

/** `acme/fast` runs `acme/text`. */
export const DEPLOYMENTS: Readonly<Record<string, string>> = { "acme/fast": "acme/text" };
