import { expect, it } from "vitest";
import { BodyCapture, type CapturedBody } from "./capture-body.ts";

function captured(pieces: ReadonlyArray<Uint8Array | string>, limit = 100): CapturedBody {
  const capture = new BodyCapture(limit);
  for (const piece of pieces) capture.push(piece);
  return capture.end();
}

it("keeps bytes and text, also where a character is cut in two", () => {
  const bytes = new TextEncoder().encode('{"a":"ä🎉"}');
  const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
  expect(captured(pieces)).toEqual({ text: '{"a":"ä🎉"}', truncated: false });
  expect(captured(['{"a":', "1}"])).toEqual({ text: '{"a":1}', truncated: false });
  expect(captured([])).toEqual({ text: "", truncated: false });
});

it("does not keep the chunk itself, which its owner may use again", () => {
  const capture = new BodyCapture(100);
  const chunk = new TextEncoder().encode('{"a":1}');
  capture.push(chunk);
  chunk.fill(0);
  expect(capture.end().text).toBe('{"a":1}');
});

it("keeps what is beside a member that is too long", () => {
  const long = "x".repeat(1000);
  expect(captured([`{"id":"a","output":"${long}`, `${long}","status":"b"}`])).toEqual({
    text: '{"id":"a","output":null,"status":"b"}',
    truncated: true,
  });
});

it("keeps nothing of a long text that is no object", () => {
  expect(captured(["x".repeat(1000)])).toEqual({ text: undefined, truncated: true });
});

it("says nothing is missing where only the whole is longer than the limit", () => {
  const member = "x".repeat(80);
  const text = JSON.stringify({ a: member, b: member });
  expect(captured([text])).toEqual({ text, truncated: false });
});
