import type { CollectedRow } from "braintrust-replicate-viewer";

/** 2026-01-02T03:04:05Z, in epoch seconds. */
export const SAMPLE_START = 1_767_323_045;

interface Sample {
  readonly parent?: string;
  /** Seconds after `SAMPLE_START`. */
  readonly at: number;
  /** Seconds; running without it. */
  readonly took?: number;
  readonly fields?: Partial<CollectedRow>;
}

function row(id: string, name: string, sample: Sample): CollectedRow {
  const start = SAMPLE_START + sample.at;
  return {
    id,
    span_id: id,
    root_span_id: "trace",
    span_parents: sample.parent === undefined ? [] : [sample.parent],
    span_attributes: { name, type: sample.parent === undefined ? "task" : "llm" },
    metrics: { start, ...(sample.took === undefined ? {} : { end: start + sample.took }) },
    ...sample.fields,
  };
}

export const SAMPLE_IMAGE = {
  key: "11111111-2222-4333-8444-555555555555",
  filename: "out-0.webp",
  contentType: "image/webp",
  status: "done",
  bytes: new Uint8Array(48_213),
} as const;

/** A trace with one span of every kind that the terminal shows. */
export const SAMPLE_ROWS: readonly CollectedRow[] = [
  row("order", "order a hat", { at: 0, took: 754, fields: { output: ["hat", "box", "bow"] } }),
  row("run", "replicate.run", {
    parent: "order",
    at: 1,
    took: 12.44,
    fields: {
      metadata: { model: "black-forest-labs/flux-schnell", status: "succeeded" },
      output: [
        {
          type: "braintrust_attachment",
          key: SAMPLE_IMAGE.key,
          filename: "out-0.webp",
          content_type: "image/webp",
        },
      ],
    },
  }),
  row("stream", "replicate.stream", {
    parent: "order",
    at: 14,
    took: 0.82,
    fields: {
      metadata: { model: "meta/meta-llama-3-8b-instruct" },
      output:
        "The hat 🎩 is called 帽子 in Chinese and 帽子 in Japanese, too, which is no accident.\n",
    },
  }),
  row("parse", "parse", {
    parent: "stream",
    at: 15,
    took: 0.004,
    fields: { output: { words: 18, languages: ["zh", "ja"], sure: true } },
  }),
  row("failed", "replicate.run", {
    parent: "order",
    at: 16,
    took: 3.1,
    fields: {
      metadata: { model: "stability-ai/sdxl", status: "failed" },
      error: "CUDA out of memory. Tried to allocate 20 MiB\n\nError: CUDA\n    at run (app.js:1:1)",
    },
  }),
  row("canceled", "replicate.predictions.create", {
    parent: "order",
    at: 20,
    took: 61,
    fields: { metadata: { model: "minimax/video-01", status: "canceled" } },
  }),
  row("stopped", "replicate.stream", {
    parent: "order",
    at: 90,
    took: 1,
    fields: {
      metadata: { model: "meta/meta-llama-3-70b-instruct", incomplete: "stopped_early" },
      output: "The first words",
    },
  }),
  row("link", "replicate.run", {
    parent: "order",
    at: 91,
    took: 2.5,
    fields: {
      metadata: { deployment: "acme/upscaler" },
      output: "https://replicate.delivery/xezq/Ab12Cd34/upscaled.png?signature=secret",
    },
  }),
  row("hostile", "\u001b[2Jclear\u202Eneerc", {
    parent: "order",
    at: 92,
    took: 0.1,
    fields: {
      metadata: { model: "evil/\u001b]0;title\u0007" },
      output: "\u009b31mred\u001b[1A\r\nsecond line",
    },
  }),
  row("running", "replicate.trainings.create", {
    parent: "order",
    at: 93,
    fields: {
      span_attributes: { name: "replicate.trainings.create", type: "task" },
      metadata: { model: "acme/fine-tune", status: "processing" },
    },
  }),
  row("orphan", "replicate.predictions.get", {
    parent: "elsewhere",
    at: 800,
    took: 0.2,
    fields: { output: 42 },
  }),
];
