import { dataUri, demoModels, file, type EmulatorModel } from "replicate-emulator";

const official = true;

/** The models that the scenarios' apps call: the emulator's own and a few for what must be timed. */
export function scenarioModels(): EmulatorModel[] {
  return [
    ...demoModels(),
    {
      name: "e2e/patient",
      official,
      script: {
        queueMs: 200,
        steps: [{ afterMs: 50, logs: "warm\n" }],
        endMs: 250,
        output: "done",
      },
    },
    {
      name: "e2e/quick",
      official,
      script: { queueMs: 20, endMs: 20, output: "quick", metrics: { output_token_count: 1 } },
    },
    { name: "e2e/endless", official, script: { neverEnds: true } },
    { name: "e2e/inline-image", official, script: { output: [dataUri("png", 3)] } },
    { name: "e2e/image", official, script: { output: [file("png", 4)] } },
    {
      name: "e2e/versioned",
      exampleInput: { prompt: "hello" },
      script: { output: { label: "harbour", confidence: 0.93 } },
    },
    {
      name: "e2e/long-text",
      official,
      streaming: true,
      script: {
        steps: Array.from({ length: 40 }, (_, index) => ({ afterMs: 20, output: `${index} ` })),
      },
    },
  ];
}
