import type { SpanPicture } from "./picture-span.ts";

/** How `demo/text` goes on. */
export const TOLD =
  "The tide went out, left its shells to be counted, and came back for them at night.";

/** What `demo/json` answers. */
export const SEEN = { label: "harbour", confidence: 0.93, boxes: [[4, 8, 15, 16]] };

/** The metrics of an execution that was seen to its end. */
export const TIMES = ["predict_time", "queue_time", "total_time"];

/** The same of a model that counts tokens. */
export const TIMES_AND_TOKENS = [
  "completion_tokens",
  "predict_time",
  "prompt_tokens",
  "queue_time",
  "tokens",
  "total_time",
];

/** What there is to say of a span; the rest is as for most. */
export type Told = Partial<SpanPicture> & { readonly name: string };

/** A span of type `llm`. */
export function llm({ metadata, ...told }: Told): SpanPicture {
  return {
    type: "llm",
    input: {},
    metrics: TIMES,
    ...told,
    metadata: { provider: "replicate", ...metadata },
  };
}

/** A span of type `task`. */
export function task(told: Told): SpanPicture {
  return { ...llm(told), type: "task" };
}

/** The span of a `run`. */
export function run(told: Omit<Told, "name">): SpanPicture {
  return llm({ name: "replicate.run", ...told });
}

/** The span of a `stream`. */
export function stream(told: Omit<Told, "name">): SpanPicture {
  return llm({ name: "replicate.stream", metrics: ["time_to_first_token"], ...told });
}

/** The span of a `predictions.create`. */
export function create(told: Omit<Told, "name">): SpanPicture {
  return llm({ name: "replicate.predictions.create", ...told });
}
