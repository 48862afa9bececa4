import { expect, it } from "vitest";
import { isTextChunks, offersTextStream } from "./text-output.ts";

it.each([
  ["chunks", ["Hello", " world", ""], true],
  ["chunks with a URL", ["See ", "https://example.com", " for more"], true],
  ["a list of tags", ["cat", "dog"], false],
  ["one text", ["hello"], false],
  ["files", ["https://a.b/1.png", "https://a.b/2.png"], false],
  ["a file and nothing", ["https://a.b/1.png", ""], false],
  ["inline files", ["data:image/png;base64,AA=="], false],
  ["numbers", [1, 2], false],
  ["text and numbers", ["a ", 2], false],
  ["nothing", [], false],
])("without a schema tells %s", (_, output, isText) => {
  expect(isTextChunks(output, false)).toBe(isText);
});

it("believes a stream of text", () => {
  expect(isTextChunks(["cat", "dog"], true)).toBe(true);
  expect(isTextChunks(["one"], true)).toBe(true);
  expect(isTextChunks(["https://a.b/1.png"], true)).toBe(false);
  expect(isTextChunks([{}], true)).toBe(false);
});

it("tells a stream of text from one of files by its path", () => {
  expect(offersTextStream("https://stream.replicate.com/v1/streams/abc")).toBe(true);
  expect(offersTextStream("https://stream.replicate.com/v1/files/abc")).toBe(false);
  expect(offersTextStream("http://127.0.0.1:80/v1/files/abc")).toBe(false);
  expect(offersTextStream(undefined)).toBe(false);
});
