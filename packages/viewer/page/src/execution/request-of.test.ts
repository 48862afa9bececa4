import { describe, expect, it } from "vitest";
import { detailOf, mediaOf } from "../../test/detail-of.ts";
import { requestOf } from "./request-of.ts";

const VERSION = "a".repeat(64);
const row = { input: { prompt: "a heron" } };

describe("requestOf", () => {
  it("names the version where there is one, else the model, and a deployment before both", () => {
    const target = (summary: Parameters<typeof detailOf>[0]["summary"]): unknown =>
      requestOf(detailOf({ row, ...(summary === undefined ? {} : { summary }) }))?.target;
    expect(target({})).toEqual({ kind: "model", owner: "acme", name: "paint" });
    expect(target({ version: VERSION })).toEqual({
      kind: "version",
      version: VERSION,
      reference: `acme/paint:${VERSION}`,
    });
    expect(target({ model: VERSION, version: VERSION })).toMatchObject({ reference: VERSION });
    expect(target({ deployment: "acme/ours", version: VERSION })).toEqual({
      kind: "deployment",
      owner: "acme",
      name: "ours",
    });
  });

  it.each(["$(id)/x", "a/b'; rm -rf ~ #", "a", "a/b/c", 'a/b"', "a/b\n"])(
    "makes no request of the model %j",
    (model) => {
      expect(requestOf(detailOf({ row, summary: { model } }))).toBeUndefined();
    },
  );

  it("makes none of a training, and none without an input", () => {
    const summary = { name: "replicate.trainings.create" };
    expect(requestOf(detailOf({ row, summary }))).toBeUndefined();
    expect(requestOf(detailOf({ row: { input: "text" } }))).toBeUndefined();
  });

  it("puts a web address or a note in place of each file", () => {
    const reference = { type: "braintrust_attachment", key: "k" };
    const input = { image: reference, more: [reference], url: "https://example.com/a.png" };
    const media = [
      mediaOf("input.image"),
      mediaOf("input.more.0", "https://example.com/b.png"),
      mediaOf("input.url", "https://example.com/a.png"),
    ];
    expect(requestOf(detailOf({ row: { input }, media }))?.input).toEqual({
      image: "URL of boat.png",
      more: ["https://example.com/b.png"],
      url: "https://example.com/a.png",
    });
  });
});
