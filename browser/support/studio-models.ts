import { file, type EmulatorModel } from "replicate-emulator";
import { paintLandscape } from "./paint-landscape.ts";

const LETTER = `# A walk along the tide line

The **sandpipers** are back. They run ahead of each wave, stop, and turn as one:

- twelve on the bar at *low water*
- one alone, under the pier
- a heron, which pretends not to count

| hour | birds | water |
|---|---|---|
| 6:10 | 12 | falling |
| 7:40 | 31 | low |

> Leave the gate as you found it.

\`\`\`js
const birds = tide.filter((one) => one.has("wings"));
\`\`\`

More at [the almanac](https://example.com/tides).`;

const STORY =
  "The lighthouse keeper wrote down every ship, and one night she wrote down a whale, " +
  "because it had lights of its own and kept its course.";

/** A model of each kind, all of them made up, with what the tests and the pictures need. */
export const STUDIO_MODELS: readonly EmulatorModel[] = [
  {
    name: "tidewater/letters",
    official: true,
    streaming: true,
    blockingFlavour: "succeeded",
    script: ({ prompt }) => ({
      queueMs: 120,
      steps: [...chunksOf(String(prompt).includes("story") ? STORY : LETTER), ""].map((output) => ({
        afterMs: 4,
        output,
      })),
      metrics: { input_token_count: 31, output_token_count: 148, tokens_per_second: 92.4 },
    }),
  },
  {
    name: "tidewater/landscape",
    official: true,
    blockingFlavour: "succeeded",
    script: ({ seed, num_outputs: count = 1 }) => ({
      queueMs: 260,
      endMs: 420,
      output: Array.from({ length: Number(count) }, (_, index) =>
        paintLandscape(Number(seed) + index),
      ),
      metrics: { image_count: Number(count) },
    }),
  },
  {
    name: "tidewater/delivered",
    blockingFlavour: "succeeded",
    script: { queueMs: 40, endMs: 90, output: [file("png", 4), file("png", 9)] },
  },
  {
    name: "tidewater/voice",
    official: true,
    blockingFlavour: "succeeded",
    script: { queueMs: 60, endMs: 180, output: file("wav", 5) },
  },
  {
    name: "tidewater/film",
    official: true,
    blockingFlavour: "succeeded",
    script: { queueMs: 400, endMs: 700, output: file("mp4") },
  },
  {
    name: "tidewater/describe",
    official: true,
    blockingFlavour: "succeeded",
    script: {
      queueMs: 20,
      endMs: 90,
      output: {
        caption: "hills under a low sun",
        confidence: 0.93,
        objects: [
          { name: "sun", box: [120, 88, 190, 160] },
          { name: "hill", box: [0, 192, 384, 384] },
        ],
        safe: true,
        notes: null,
      },
    },
  },
  {
    name: "tidewater/upscale",
    official: true,
    script: {
      queueMs: 90,
      steps: [{ afterMs: 60, logs: "loading weights\ntile 1 of 16\ntile 2 of 16\n" }],
      endMs: 40,
      error: "CUDA out of memory. Tried to allocate 2.50 GiB (GPU 0; 14.58 GiB total capacity)",
    },
  },
  { name: "tidewater/music", official: true, script: { queueMs: 50, neverEnds: true } },
];

function chunksOf(text: string): readonly string[] {
  return text.split(/(?<=\s)(?=\S)/);
}
