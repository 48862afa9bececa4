import { dataUri, demoModels, file, type EmulatorModel } from "replicate-emulator";

/** The emulator's own models, and a few for what must be timed or must go wrong. */
export function compatModels(): EmulatorModel[] {
  const official = true;
  return [
    ...demoModels(),
    { name: "compat/endless", official, script: { neverEnds: true } },
    { name: "compat/image", official, script: { endMs: 20, output: [file("png", 4)] } },
    { name: "compat/inline-image", official, script: { endMs: 20, output: [dataUri("png", 3)] } },
    { name: "compat/versioned", script: { endMs: 20, output: { label: "pier", confidence: 0.9 } } },
    {
      // Slow enough for every status to be seen, also on a busy machine.
      name: "compat/patient",
      official,
      script: {
        queueMs: 300,
        endMs: 600,
        output: "It was worth the wait.",
        metrics: { input_token_count: 2, output_token_count: 5 },
      },
    },
    {
      name: "compat/quick",
      official,
      script: { queueMs: 20, endMs: 20, output: "quick", metrics: { output_token_count: 1 } },
    },
    {
      name: "compat/breaking",
      official,
      streaming: true,
      script: {
        steps: ["All", " was", " well"].map((output) => ({ afterMs: 20, output })),
        // Later than the text, which the client forgets when the error comes with it.
        endMs: 500,
        error: "Until it was not (E2001)",
      },
    },
    {
      name: "compat/silently-failing",
      official,
      streaming: true,
      script: {
        steps: [{ afterMs: 20, output: "All was well" }],
        endMs: 500,
        error: "Until it was not (E2002)",
        streamFailure: "done-only",
      },
    },
    {
      name: "compat/interrupted",
      official,
      streaming: true,
      script: { steps: ["0 ", "1 ", "2 "].map((output) => ({ output })), neverEnds: true },
    },
    {
      name: "compat/endless-training",
      script: { output: "trained" },
      training: { neverEnds: true },
    },
    {
      name: "compat/file-stream",
      official,
      streaming: "files",
      script: { steps: [{ afterMs: 20, output: dataUri("png", 5) }] },
    },
  ];
}
