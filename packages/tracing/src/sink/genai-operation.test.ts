import { expect, it } from "vitest";
import { RecordedMedia, type RecordedValue } from "../record/recorded-value.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { operationNameOf, outputTypeOf } from "./genai-operation.ts";

const picture = new RecordedMedia("data:image/png;base64,AA==", {
  contentType: "image/png",
  filename: "input-image.png",
});

function record(known: Partial<ExecutionRecord>): ExecutionRecord {
  return {
    operation: "replicate.run",
    kind: "model",
    input: undefined,
    output: undefined,
    streamsText: false,
    measures: {},
    ...known,
  } as ExecutionRecord;
}

const prompt: RecordedValue = { prompt: "a heron" };
const messages = [{ role: "user", content: "Hi" }];

it.each<[string, Partial<ExecutionRecord>]>([
  ["chat", { input: { messages } }],
  ["generate_content", { input: { messages: [] } }],
  ["generate_content", { input: { messages: "Hi" } }],
  ["generate_content", { input: prompt }],
  ["text_completion", { input: prompt, streamsText: true }],
  ["text_completion", { input: prompt, output: "A heron stood." }],
  ["text_completion", { input: prompt, measures: { completion_tokens: 3 } }],
  ["generate_content", { input: prompt, output: "https://replicate.delivery/a.png" }],
  ["generate_content", { input: prompt, output: picture }],
  ["generate_content", { input: { prompt: "What is it?", image: picture }, output: "A heron." }],
  [
    "generate_content",
    { input: { prompt: "What?", images: ["https://a.b/c.png"] }, output: "A heron." },
  ],
  ["generate_content", { input: { text: "a heron" }, output: "Un héron" }],
  ["generate_content", { output: "text of an input that is not recorded" }],
  ["trainings.create", { operation: "replicate.trainings.create", kind: "task", input: prompt }],
  ["wait", { operation: "replicate.wait", kind: "task", streamsText: true }],
])("is %s: %j", (name, known) => {
  expect(operationNameOf(record(known))).toBe(name);
});

it.each<[string | undefined, Partial<ExecutionRecord>]>([
  ["text", { output: "A heron stood." }],
  ["text", { streamsText: true }],
  ["image", { output: picture }],
  ["image", { output: "https://replicate.delivery/xezq/a/out-0.webp" }],
  ["image", { output: ["https://replicate.delivery/a.png", "https://replicate.delivery/b.png"] }],
  ["video", { output: "https://replicate.delivery/a.mp4?x=1" }],
  ["audio", { output: "https://replicate.delivery/a.wav", input: { prompt: "a waltz" } }],
  ["speech", { output: "https://replicate.delivery/a.wav", input: { text: "Hi", voice: "Ann" } }],
  ["speech", { output: "https://replicate.delivery/a.mp3", input: { text: "Hi", speaker_id: 3 } }],
  ["audio", { output: "https://replicate.delivery/a.mp3", input: { text: "a dog barks" } }],
  ["json", { output: { label: "heron" } }],
  ["json", { output: [1, 2] }],
  ["json", { output: ["heron", "stork"] }],
  ["json", { output: ["https://replicate.delivery/a.png", "https://replicate.delivery/a.mp4"] }],
  ["json", { output: 3 }],
  [undefined, { output: "https://replicate.delivery/a.glb" }],
  [undefined, { output: null }],
  [undefined, {}],
  ["image", { input: { output_format: "webp" } }],
  ["video", { input: { output_format: "mp4" } }],
  [undefined, { input: { output_format: "markdown" } }],
  [undefined, { operation: "replicate.predictions.get", kind: "task", output: "A heron." }],
])("makes %s: %j", (type, known) => {
  expect(outputTypeOf(record(known))).toBe(type);
});
