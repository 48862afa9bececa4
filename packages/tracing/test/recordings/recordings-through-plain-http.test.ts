import { createHttpTracing } from "braintrust-replicate/http";
import { expect, it } from "vitest";
import { pathsHolding } from "../support/paths-holding.ts";
import { readRecording, type RecordedExchange, type Recording } from "../support/read-recording.ts";
import { startScene } from "../support/start-scene.ts";
import { testToken } from "../support/test-token.ts";

/** Shows a recording to the tracing, as who sees the traffic pass: bodies come in pieces of `size`. */
function pass({ exchanges }: Recording, size: number): void {
  const tracing = createHttpTracing({
    onError(problem) {
      throw problem;
    },
  });
  for (const { request, response } of exchanges) {
    const seen = tracing.begin({
      method: request.method,
      url: request.url,
      body: bodyOf(request),
      token: testToken(),
      held: "prefer" in request.headers,
    });
    const contentType = response.headers["content-type"];
    const observer = seen?.responded({ status: response.status, contentType });
    const bytes = Buffer.from(response.body ?? "");
    // Whoever reads the body may use its buffer again.
    for (let at = 0; at < bytes.length; at += size) {
      const chunk = Buffer.from(bytes.subarray(at, at + size));
      observer?.push(chunk);
      chunk.fill(0);
    }
    observer?.end();
  }
}

function bodyOf({ body }: RecordedExchange["request"]): unknown {
  try {
    return body === null ? undefined : (JSON.parse(body) as unknown);
  } catch {
    return undefined;
  }
}

const CREATED = { name: "replicate.predictions.create", type: "llm" };

const WRITTEN = { end: expect.any(Number) as number };

/** The rows that each recording becomes, in their order. */
const EXPECTED: Readonly<Record<string, readonly object[]>> = {
  "blocking-text": [
    {
      span_attributes: CREATED,
      output: "\n\nFuzzy, gentle beasts\nSoftly grazing, quiet eyes\nLlama's gentle charm",
      metadata: { model: "meta/meta-llama-3-8b-instruct", status: "processing" },
      metrics: WRITTEN,
    },
  ],
  "blocking-text-wait-10": [
    { span_attributes: CREATED, output: expect.any(String) as string, metrics: WRITTEN },
  ],
  "blocking-image-data-uri": [
    { span_attributes: CREATED, metadata: { status: "processing" }, metrics: WRITTEN },
    { span_attributes: CREATED, metadata: { status: "processing" }, metrics: WRITTEN },
  ],
  cancel: [
    { span_attributes: CREATED, metadata: { status: "starting" } },
    { span_attributes: CREATED, metadata: { status: "canceled" }, metrics: WRITTEN },
  ],
  "create-by-model": [
    { span_attributes: CREATED, metadata: { status: "starting" } },
    { span_attributes: CREATED, metadata: { status: "starting" } },
  ],
  "stream-text": [
    {
      span_attributes: CREATED,
      output: expect.stringMatching(
        /^Sure, here's a joke .*:\n\nWhy did .* trace!\n\nI .* with\?$/s,
      ) as string,
      metadata: { model: "meta/llama-2-70b-chat", status: "succeeded" },
      metrics: { ...WRITTEN, time_to_first_token: expect.any(Number) as number },
    },
  ],
  "training-create-not-found": [
    {
      span_attributes: { name: "replicate.trainings.create", type: "task" },
      error: "The specified training destination does not exist",
      metrics: WRITTEN,
    },
  ],
  "training-get": [{ span_attributes: { name: "replicate.trainings.get", type: "task" } }],
  unauthenticated: [
    {
      span_attributes: CREATED,
      error: "You did not pass a valid authentication token",
      metrics: WRITTEN,
    },
  ],
};

for (const [name, expected] of Object.entries(EXPECTED)) {
  const recording = readRecording(name);
  it.skipIf(recording === undefined)(
    `makes a span of each execution in ${name}, however its bytes come`,
    async () => {
      if (recording === undefined) return;
      for (const size of [1000, 7]) {
        const scene = await startScene();
        pass(renamed(recording, size), size);
        const rows = await scene.rows();
        expect(rows).toMatchObject(expected);
        expect(pathsHolding(rows, [testToken(), /\/v1\/(?:streams|files)\//])).toEqual([]);
      }
    },
    60_000,
  );
}

/** The same with ids of its own: an execution that is over makes no second span. */
function renamed(recording: Recording, number: number): Recording {
  const text = JSON.stringify(recording);
  const ids = new Set(text.match(/(?<=\\"id\\":\s?\\")[a-z0-9]{26}(?=\\")/g));
  const renaming = (whole: string, id: string): string =>
    whole.replaceAll(id, `${id.slice(0, -4)}${String(number).padStart(4, "0")}`);
  return JSON.parse([...ids].reduce(renaming, text)) as Recording;
}

const files = readRecording("file-operations");

it.skipIf(files === undefined)("makes no span of file operations", async () => {
  if (files === undefined) return;
  const scene = await startScene();
  pass(files, 100);
  expect(await scene.rows()).toEqual([]);
});
