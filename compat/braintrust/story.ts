import {
  create,
  run,
  SEEN,
  stream,
  TIMES,
  TIMES_AND_TOKENS,
  TOLD,
} from "../support/expected-span.ts";
import type { SpanPicture } from "../support/picture-span.ts";

/** The spans of `tell-story.cjs`, by the span of the app that they are below. */
export const STORY: Readonly<Record<string, readonly (SpanPicture | OwnSpan)[]>> = {
  "files in": [
    run({
      input: { file: "attachment input-file.txt: bytes of a file" },
      output: SEEN,
      metadata: { model: "demo/json", status: "processing" },
      metrics: [],
    }),
  ],
  "files out": [
    run({
      output: ["attachment output-0.png: 301 bytes"],
      metadata: { model: "compat/inline-image", status: "processing" },
      metrics: [],
    }),
  ],
  progress: [
    run({
      output: "It was worth the wait.",
      metadata: { model: "compat/patient", status: "succeeded" },
      metrics: TIMES_AND_TOKENS,
      children: ["progress: starting", "progress: processing", "progress: succeeded"],
    }),
  ],
  stream: [
    stream({
      input: { prompt: "the tide" },
      output: `You asked: the tide. ${TOLD}`,
      metadata: { model: "demo/text", status: "succeeded" },
    }),
    ownSpan("the consumer's own span"),
  ],
  "stream, left early": [
    stream({
      input: { prompt: "rain" },
      output: "You",
      metadata: { model: "demo/text", status: "starting", incomplete: "stopped_early" },
    }),
  ],
  failure: [
    run({
      error: "The model ran out of memory (E1001)",
      metadata: {
        model: "demo/failing",
        status: "failed",
        logs: "Loading weights\nRuntimeError: not enough memory\n",
      },
    }),
  ],
  "create and wait": [
    create({
      output: "quick",
      metadata: { model: "compat/quick", status: "succeeded" },
      metrics: ["completion_tokens", ...TIMES],
    }),
  ],
  "a parent in another process": [
    run({
      output: SEEN,
      metadata: { model: "demo/json", status: "processing" },
      metrics: [],
    }),
  ],
};

/** A span that the app made itself. */
type OwnSpan = Pick<SpanPicture, "name" | "type" | "metadata" | "metrics">;

function ownSpan(name: string): OwnSpan {
  return { name, type: "", metadata: {}, metrics: [] };
}
