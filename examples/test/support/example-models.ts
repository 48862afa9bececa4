import { file, type EmulatorModel } from "replicate-emulator";

/** Stand-ins for the public models that the examples name. */
export function exampleModels(): EmulatorModel[] {
  return [
    {
      name: "meta/meta-llama-3-8b-instruct",
      official: true,
      streaming: true,
      script: {
        queueMs: 20,
        steps: Array.from({ length: 40 }, (_, index) => ({
          afterMs: 25,
          output: index === 0 ? "Fog" : ` fog${index}`,
        })),
        metrics: { input_token_count: 9, output_token_count: 40 },
      },
    },
    {
      name: "black-forest-labs/flux-schnell",
      official: true,
      script: { queueMs: 40, endMs: 150, output: [file("png", 3)], metrics: { image_count: 1 } },
    },
    { name: "minimax/video-01", official: true, script: { endMs: 200, output: file("mp4") } },
    { name: "acme/describe", official: true, script: { output: "a boat on a pond" } },
  ];
}
