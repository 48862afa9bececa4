import { expect, it } from "vitest";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { RecordedMedia, type RecordedValue } from "../record/recorded-value.ts";
import { inputMessagesOf, outputMessagesOf, systemInstructionsOf } from "./genai-messages.ts";

function file(source: Blob | string, contentType: string): RecordedMedia {
  return new RecordedMedia(source, { contentType, filename: "file" });
}

const small = file("data:image/png;base64,iVBORw0=", "image/png");
const bytes = file(new Blob(["..."]), "audio/wav");
const long = file(`data:video/mp4;base64,${"A".repeat(300_000)}`, "video/mp4");

const uri = "https://replicate.delivery/a.png";

const recordOf = (known: Partial<ExecutionRecord>): ExecutionRecord => known as ExecutionRecord;

function input(value: RecordedValue | undefined): unknown {
  return inputMessagesOf(recordOf({ input: value }));
}

function output(value: RecordedValue | undefined, status = "succeeded"): unknown {
  return outputMessagesOf(recordOf({ output: value, status }));
}

it("is one message of the user: text, files with their names, and the parameters", () => {
  const asked = {
    width: 512,
    image: small,
    prompt: "a heron",
    audio: bytes,
    refs: [uri, long],
    tags: ["a"],
  };
  expect(input(asked)).toEqual([
    {
      role: "user",
      parts: [
        { type: "text", content: "a heron" },
        {
          type: "blob",
          modality: "image",
          mime_type: "image/png",
          content: "iVBORw0=",
          name: "image",
        },
        { type: "omitted", modality: "audio", mime_type: "audio/wav", name: "audio" },
        { type: "uri", modality: "image", mime_type: "image/png", uri, name: "refs" },
        { type: "omitted", modality: "video", mime_type: "video/mp4", name: "refs" },
        { type: "parameters", parameters: { width: 512, tags: ["a"] } },
      ],
    },
  ]);
});

it("keeps messages as they are, with their files, and says the rest after them", () => {
  const messages = [
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url: uri } },
        { type: "image_url", image_url: uri },
        { type: "strange", x: 1 },
        "plain",
      ],
    },
    { role: "assistant", content: null },
  ];
  const image = { type: "uri", modality: "image", mime_type: "image/png", uri };
  expect(input({ messages, temperature: 1 })).toEqual([
    { role: "system", parts: [{ type: "text", content: "Be brief." }] },
    {
      role: "user",
      parts: [
        { type: "text", content: "What is it?" },
        image,
        image,
        { type: "json", content: { type: "strange", x: 1 } },
        { type: "text", content: "plain" },
      ],
    },
    { role: "assistant", parts: [{ type: "text", content: "" }] },
    { role: "user", parts: [{ type: "parameters", parameters: { temperature: 1 } }] },
  ]);
});

it.each<[string, RecordedValue | undefined, unknown]>([
  ["nothing recorded", undefined, undefined],
  ["a text", "hello", [{ role: "user", parts: [{ type: "text", content: "hello" }] }]],
  ["an empty input", {}, [{ role: "user", parts: [{ type: "json", content: {} }] }]],
  [
    "messages that are none",
    { messages: "Hi" },
    [{ role: "user", parts: [{ type: "parameters", parameters: { messages: "Hi" } }] }],
  ],
])("tells %s", (_, value, expected) => {
  expect(input(value)).toEqual(expected);
});

it("tells instructions apart from what was asked", () => {
  const asked = { system_prompt: "Be brief.", prompt: "Hi" };
  expect(systemInstructionsOf(recordOf({ input: asked }))).toEqual([
    { type: "text", content: "Be brief." },
  ]);
  expect(input(asked)).toEqual([{ role: "user", parts: [{ type: "text", content: "Hi" }] }]);
  expect(systemInstructionsOf(recordOf({ input: { system_prompt: "" } }))).toBeUndefined();
  expect(systemInstructionsOf(recordOf({ input: undefined }))).toBeUndefined();
});

it("makes of each file a choice of its own, and of anything else one", () => {
  expect(output(undefined)).toBeUndefined();
  expect(output("A heron.")).toEqual([
    { role: "assistant", parts: [{ type: "text", content: "A heron." }], finish_reason: "unknown" },
  ]);
  expect(output([uri, small])).toMatchObject([
    { parts: [{ type: "uri" }] },
    { parts: [{ type: "blob" }] },
  ]);
  expect(output({ picture: small, n: 1 }, "failed")).toEqual([
    {
      role: "assistant",
      parts: [
        {
          type: "json",
          content: {
            picture: {
              type: "blob",
              modality: "image",
              mime_type: "image/png",
              content: "iVBORw0=",
            },
            n: 1,
          },
        },
      ],
      finish_reason: "error",
    },
  ]);
  expect(output([])).toEqual([
    { role: "assistant", parts: [{ type: "json", content: [] }], finish_reason: "unknown" },
  ]);
});
