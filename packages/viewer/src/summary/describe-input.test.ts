import { expect, it } from "vitest";
import { describeInput } from "./describe-input.ts";

const picture = {
  type: "braintrust_attachment",
  filename: "bay.png",
  content_type: "image/png",
  key: "k",
};

it.each([
  ["nothing", undefined, ""],
  ["a text", "two  words\nand more", "two words and more"],
  ["a prompt", { seed: 7, prompt: "a heron" }, "a heron"],
  ["the last of some messages", { messages: [{ content: "a" }, { content: "b" }] }, "b"],
  ["fields without words", { scale: 4, face: true }, "{ scale: 4, face: true }"],
  ["a file by its name", { image: picture, scale: 4 }, "{ image: bay.png, scale: 4 }"],
])("shows %s", (_, input, line) => {
  expect(describeInput(input)).toBe(line);
});
