import { expect, it } from "vitest";
import type { CollectedAttachment } from "../store/row-store.ts";
import { summarizeValue } from "./summarize-value.ts";

const attachments: readonly CollectedAttachment[] = [
  {
    key: "done",
    filename: "hat.png",
    contentType: "image/png",
    status: "done",
    bytes: new Uint8Array(4_212),
  },
  { key: "failed", filename: "hat.png", contentType: "image/png", status: "error" },
];

const reference = (key: string): unknown => ({
  type: "braintrust_attachment",
  key,
  filename: "hat.png",
  content_type: "image/png",
});

it.each([
  [undefined, ""],
  [null, ""],
  [42, "42"],
  [false, "false"],
  ["  first\nwords ", '"first words"'],
  ["long ".repeat(200), `"${"long ".repeat(100).trim()}…"`],
  ["https://replicate.delivery/out-0.png", "replicate.delivery/out-0.png"],
  ["https://replicate.delivery/xezq/a/b/out-0.png?sig=secret", "replicate.delivery/…/out-0.png"],
  ["https://stream.example/v1?sig=secret#x", "stream.example/v1"],
  ["data:image/png;base64,AAAA", "image/png inline"],
  [[], "[0 items]"],
  [["one"], '[1 item] "one"'],
  [[1, 2, 3], "[3 items] 1 …"],
  [[[1], [2]], "[2 items]"],
  [{ a: 1, b: null, c: [1, 2], d: { e: 1 } }, "{ a: 1, b: null, c: [2 items], d: {…} }"],
  [{ a: 1, b: 2, c: 3, d: 4, e: 5 }, "{ a: 1, b: 2, c: 3, d: 4, … }"],
  [reference("done"), "image/png 4.2 kB"],
  [reference("failed"), "image/png (upload failed)"],
  [reference("pending"), "image/png hat.png"],
  [[reference("done"), reference("done")], "[2 items] image/png 4.2 kB …"],
  [{ audio: reference("done") }, "{ audio: image/png 4.2 kB }"],
  [
    { type: "external_attachment", url: "s3://bucket/a/hat.png", content_type: "image/png" },
    "image/png s3://bucket/…/hat.png",
  ],
  [{ type: "braintrust_attachment" }, '{ type: "braintrust_attachment" }'],
])("says of %j: %s", (value, summary) => {
  const find = (key: string): CollectedAttachment | undefined =>
    attachments.find((attachment) => attachment.key === key);
  expect(summarizeValue(value, find)).toBe(summary);
});
