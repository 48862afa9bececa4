import type { EmulatorModel, EmulatorScript } from "replicate-emulator";

const told = (words: readonly string[]): EmulatorScript => ({
  steps: words.map((output) => ({ output })),
  metrics: { input_token_count: 4, output_token_count: words.length, predict_time: 0.5 },
});

/** Models that answer at once: `acme/text` streams, `acme/fails`, `acme/never` does not end. */
export function testModels(): EmulatorModel[] {
  return [
    {
      name: "acme/text",
      official: true,
      streaming: true,
      script: (input) => told(["You said", ": ", String(input["prompt"]), ""]),
      training: { output: { version: "acme/trained:1", weights: "https://replicate.delivery/w" } },
    },
    {
      name: "acme/fails",
      official: true,
      streaming: true,
      script: {
        steps: [{ logs: "Loading weights\n" }, { output: "Half a" }],
        error: "CUDA out of memory",
      },
    },
    { name: "acme/never", official: true, streaming: true, script: { neverEnds: true } },
    {
      name: "acme/drip",
      official: true,
      streaming: true,
      script: { neverEnds: true, steps: ["One", " two", " three"].map((output) => ({ output })) },
    },
  ];
}
