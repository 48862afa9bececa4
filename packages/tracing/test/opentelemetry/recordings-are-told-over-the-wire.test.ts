import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, type ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { existsSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { readRecording } from "../support/read-recording.ts";
import { replay } from "../support/replay.ts";
import { testToken } from "../support/test-token.ts";
import { checkSpan } from "./support/check-span.ts";
import { openStage } from "./support/open-stage.ts";
import { receiveOtlp, type ReceivedSpan } from "./support/otlp-receiver.ts";
import { RECORDED } from "./support/play-recordings.ts";
import { toldClient } from "./support/told-client.ts";

const FOLDER = new URL("../../../../../shared/recordings/", import.meta.url);

/** The names of a recording's spans, in the order of their ends. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "blocking-text": ["text_completion meta/meta-llama-3-8b-instruct"],
  "blocking-text-wait-10": ["text_completion meta/meta-llama-3-8b-instruct"],
  "blocking-image-data-uri": [
    "generate_content stability-ai/sdxl",
    "generate_content stability-ai/sdxl",
  ],
  // Nothing in these answers says yet that text will come.
  "create-by-model": [
    "generate_content meta/meta-llama-3-8b-instruct",
    "generate_content meta/meta-llama-3-8b-instruct",
  ],
  cancel: ["generate_content stability-ai/sdxl", "generate_content meta/llama-2-70b-chat"],
  "stream-text": ["text_completion meta/llama-2-70b-chat"],
  "training-get": ["trainings.get stability-ai/sdxl"],
  "training-create-not-found": ["trainings.create stability-ai/sdxl"],
  unauthenticated: ["generate_content stability-ai/stable-diffusion"],
  "file-operations": [],
};

it("plays every recording that there is", () => {
  const played = Object.keys(RECORDED).sort();
  expect(played).toEqual(Object.keys(NAMES).sort());
  // Where there are none, reading one has said so.
  const found = existsSync(FOLDER) ? readdirSync(FOLDER) : played.map((name) => `${name}.json`);
  const names = found.map((name) => name.replace(".json", ""));
  expect(names.filter((name) => !name.includes(".")).sort()).toEqual(played);
});

it.each(Object.entries(RECORDED))("%s", async (name, play) => {
  const recording = readRecording(name);
  if (recording === undefined) return;
  const [json, protobuf] = [await receiveOtlp(), await receiveOtlp()];
  const processors = [
    new BatchSpanProcessor(new JsonExporter({ url: `${json.url}/v1/traces` })),
    new BatchSpanProcessor(new ProtobufExporter({ url: `${protobuf.url}/v1/traces` })),
  ];
  const stage = openStage({ processors, captureMessageContent: true });
  const played = replay(recording);

  await play(toldClient(played, stage));
  stage.sink.shutdown();
  await stage.tracerProvider.forceFlush();

  const spans = stage.spans();
  for (const span of spans) checkSpan(span);
  expect(spans.map((span) => span.name)).toEqual(NAMES[name]);
  expect(json.spans).toEqual(spans.map(asReceived));
  expect(protobuf.spans).toEqual(spans.map(asReceived));
  const types = spans.length === 0 ? [] : ["application/json", "application/x-protobuf"];
  expect([...json.contentTypes, ...protobuf.contentTypes]).toEqual(types);
  const told = JSON.stringify(json.spans);
  for (const secret of [testToken(), "/v1/streams/", "/v1/files/"])
    expect(told).not.toContain(secret);
  expect(stage.problems).toEqual([]);
  expect(played.remaining).toEqual([]);
});

function asReceived(span: ReadableSpan): ReceivedSpan {
  const { traceId, spanId } = span.spanContext();
  const code = span.status.code;
  return {
    scope: span.instrumentationScope.name,
    traceId,
    spanId,
    name: span.name,
    // The wire counts kinds from one.
    kind: span.kind + 1,
    start: nanoseconds(span.startTime),
    end: nanoseconds(span.endTime),
    attributes: span.attributes,
    status: { code, message: span.status.message ?? "" },
  };
}

function nanoseconds([seconds, rest]: ReadableSpan["startTime"]): string {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));
}

it("says what a recorded failure was", async () => {
  const refused = readRecording("unauthenticated");
  if (refused === undefined) return;
  const stage = openStage();

  await RECORDED["unauthenticated"]?.(toldClient(replay(refused), stage));

  expect(stage.span().attributes).toMatchObject({ "error.type": "401" });
  expect(stage.span().status.message).toMatch(/401.*valid authentication token/);
});

it("writes recorded pictures as they came, and says of what it is too long for", async () => {
  const image = readRecording("blocking-image-data-uri");
  if (image === undefined) return;
  const stage = openStage({ captureMessageContent: true });

  await RECORDED["blocking-image-data-uri"]?.(toldClient(replay(image), stage));

  for (const { attributes } of stage.spans()) {
    expect(attributes["gen_ai.output.type"]).toBe("image");
    const [message] = JSON.parse(String(attributes["gen_ai.output.messages"])) as [
      { parts: [{ type: string; content?: string; mime_type: string; modality: string }] },
    ];
    const [part] = message.parts;
    expect(part).toMatchObject({ modality: "image", mime_type: "image/png" });
    expect(["blob", "omitted"]).toContain(part.type);
  }
});
