import { file } from "../files/delivered-file.ts";
import type { EmulatorModel } from "./emulator-model.ts";
import type { EmulatorScript, EmulatorStep } from "./emulator-script.ts";

/**
 * A dozen small models, one for each kind of execution: `demo/text` (streams, counts tokens),
 * `demo/image`, `demo/images`, `demo/speech`, `demo/video`, `demo/embedding`, `demo/json`,
 * `demo/secret` (a secret input), `demo/slow`, `demo/failing`, `demo/aborting` and
 * `demo/trainable`. All are official, so that their name alone runs them.
 *
 * @example
 * ```ts
 * const emulator = createEmulator({ models: demoModels() });
 * ```
 */
export function demoModels(): EmulatorModel[] {
  return [...textModels(), ...mediaModels(), ...dataModels(), ...troubledModels()];
}

function textModels(): EmulatorModel[] {
  return [
    {
      name: "demo/text",
      description: "Continues a prompt, word by word",
      official: true,
      streaming: true,
      exampleInput: { prompt: "Tell me about the sea" },
      script: (input) => ({ requiredInputs: ["prompt"], ...told(String(input["prompt"])) }),
    },
    {
      name: "demo/trainable",
      description: "Learns a style from examples, then writes in it",
      official: true,
      exampleInput: { prompt: "A greeting" },
      script: { queueMs: 20, endMs: 30, output: "Ahoy there, and welcome aboard." },
      training: {
        queueMs: 50,
        requiredInputs: ["train_data"],
        steps: [1, 2, 3].map((epoch) => ({ afterMs: 40, logs: `epoch ${epoch} of 3\n` })),
        output: {
          version: "demo/trained:1",
          weights: "https://replicate.delivery/xezq/weights.tar",
        },
        metrics: { training_step_count: 300 },
      },
    },
  ];
}

function told(prompt: string): EmulatorScript {
  const words = `You asked: ${prompt}. The tide went out, left its shells to be counted, and came back for them at night.`;
  const chunks = words.split(/(?= )/);
  return {
    queueMs: 30,
    steps: [...chunks, ""].map((output) => ({ afterMs: 8, output })),
    metrics: {
      input_token_count: prompt.split(/\s+/).length,
      output_token_count: chunks.length,
      tokens_per_second: 125,
      time_to_first_token: 0.008,
    },
  };
}

function mediaModels(): EmulatorModel[] {
  const common = { official: true, streaming: "files" as const };
  const timing = { queueMs: 30, endMs: 60 };
  return [
    {
      ...common,
      name: "demo/image",
      description: "Paints one picture",
      exampleInput: { prompt: "a paper boat on a pond", seed: 7 },
      script: (input) => ({
        ...timing,
        output: file("png", Number(input["seed"] ?? 1)),
        steps: sampling(4),
        metrics: { image_count: 1 },
      }),
    },
    {
      ...common,
      name: "demo/images",
      description: "Paints several pictures",
      exampleInput: { prompt: "four paper boats", num_outputs: 4 },
      script: ({ num_outputs: count = 3 }) => ({
        ...timing,
        output: Array.from({ length: Number(count) }, (_, index) => file("png", index + 1)),
        metrics: { image_count: Number(count) },
      }),
    },
    {
      ...common,
      name: "demo/speech",
      description: "Reads a text aloud, as a single tone",
      exampleInput: { text: "Good morning" },
      script: {
        ...timing,
        output: file("wav", 5),
        metrics: { audio_output_duration_seconds: 0.25 },
      },
    },
    {
      ...common,
      name: "demo/video",
      description: "Films a test pattern for one second",
      exampleInput: { prompt: "a test pattern" },
      script: {
        ...timing,
        output: file("mp4"),
        metrics: { video_output_duration_seconds: 1, with_audio: false },
      },
    },
  ];
}

function sampling(count: number): EmulatorStep[] {
  return Array.from({ length: count }, (_, index) => ({
    afterMs: 10,
    logs: `sampled ${index + 1} of ${count}\n`,
  }));
}

function dataModels(): EmulatorModel[] {
  return [
    {
      name: "demo/embedding",
      description: "Turns a text into eight numbers",
      official: true,
      exampleInput: { text: "lighthouse" },
      script: ({ text = "" }) => ({ output: numbersFor(String(text)) }),
    },
    {
      name: "demo/json",
      description: "Says what it sees, as an object",
      official: true,
      exampleInput: { image: "https://example.com/harbour.jpg" },
      script: {
        endMs: 20,
        output: { label: "harbour", confidence: 0.93, boxes: [[4, 8, 15, 16]] },
      },
    },
    {
      name: "demo/secret",
      description: "Needs a key of another service, which no answer repeats",
      official: true,
      secretInputs: ["api_key"],
      exampleInput: { prompt: "hello", api_key: "" },
      script: { requiredInputs: ["api_key"], endMs: 20, output: "The other service says hello." },
    },
  ];
}

function numbersFor(text: string): number[] {
  return Array.from({ length: 8 }, (_, index) => {
    const code = text.charCodeAt(index % Math.max(text.length, 1)) || 0;
    return Math.round(Math.sin(code * (index + 1)) * 10_000) / 10_000;
  });
}

function troubledModels(): EmulatorModel[] {
  return [
    {
      name: "demo/slow",
      description: "Takes three seconds, longer than anybody wants to wait",
      official: true,
      exampleInput: { prompt: "patience" },
      script: {
        queueMs: 1_000,
        steps: Array.from({ length: 10 }, (_, index) => ({
          afterMs: 200,
          logs: `${(index + 1) * 10}% done\n`,
        })),
        output: "It was worth the wait.",
      },
    },
    {
      name: "demo/failing",
      description: "Runs for a moment and fails",
      official: true,
      exampleInput: { prompt: "anything" },
      script: {
        queueMs: 10,
        steps: [{ afterMs: 10, logs: "Loading weights\nRuntimeError: not enough memory\n" }],
        error: "The model ran out of memory (E1001)",
      },
    },
    {
      name: "demo/aborting",
      description: "Is given up before it starts",
      official: true,
      exampleInput: { prompt: "anything" },
      script: { queueMs: 30, status: "aborted" },
    },
  ];
}
