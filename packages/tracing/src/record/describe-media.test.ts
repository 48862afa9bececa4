import { expect, it } from "vitest";
import { describeMedia } from "./describe-media.ts";
import type { RecordedMedia } from "./recorded-value.ts";

function described(value: unknown, path: string): RecordedMedia | undefined {
  return describeMedia(value, path, (text) => text.replaceAll("swordfish", "[REDACTED]"));
}

async function loaded(value: unknown, path = "input.image"): Promise<unknown> {
  const media = described(value, path);
  if (media === undefined) return undefined;
  const { contentType, filename } = media;
  return { contentType, filename, text: await media.load().text() };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

it.each([
  [`data:image/png;base64,${base64("png")}`, "image/png", "input-image.png", "png"],
  [`data:text/plain;charset=utf-8,a%20b`, "text/plain", "input-image.txt", "a b"],
  [`data:,plain`, "text/plain", "input-image.txt", "plain"],
  [`data:;base64,${base64("x")}`, "text/plain", "input-image.txt", "x"],
  [`data:image/svg+xml,<svg/>`, "image/svg+xml", "input-image.svg", "<svg/>"],
  [`data:audio/mpeg;base64,${base64("mp3")}`, "audio/mpeg", "input-image.mp3", "mp3"],
  [`data:IMAGE/JPEG;BASE64,${base64("jpg")}`, "image/jpeg", "input-image.jpg", "jpg"],
])("takes %s for a file", async (uri, ...told) => {
  const [contentType, filename, text] = told;
  expect(await loaded(uri)).toEqual({ contentType, filename, text });
});

it("takes bytes of every kind for a file, and copies them at once", async () => {
  const buffer = new TextEncoder().encode("bytes");
  const media = described(buffer.subarray(1, 3), "input.list.0");
  buffer.fill(0);
  expect(await media?.load().text()).toBe("yt");
  expect(media).toMatchObject({
    contentType: "application/octet-stream",
    filename: "input-list-0.bin",
  });
  const { buffer: bytes } = new Uint8Array([97, 98]);
  expect(await loaded(bytes)).toMatchObject({ text: "ab" });
  expect(await loaded(new DataView(bytes))).toMatchObject({ text: "ab" });
});

it("takes a blob for a file, and a file by its own name", async () => {
  expect(await loaded(new Blob(["b"], { type: "image/webp" }))).toEqual({
    contentType: "image/webp",
    filename: "input-image.webp",
    text: "b",
  });
  expect(await loaded(new File(["f"], "hat.png"))).toMatchObject({
    contentType: "application/octet-stream",
    filename: "hat.png",
  });
});

it.each([
  "",
  "data",
  "data:",
  "database: x",
  "https://a.b/c.png",
  "data:no comma",
  7,
  null,
  {},
  [],
])("does not take %s for a file", (value) => {
  expect(described(value, "input")).toBeUndefined();
});

it("decodes nothing until it is asked", () => {
  const media = described("data:text/plain,%E0%A4%A", "input");
  expect(() => media?.load()).toThrow(URIError);
});

it("tells of a file's type and name what may be told", async () => {
  expect(await loaded(new File(["f"], "swordfish.png", { type: "x/swordfish" }))).toMatchObject({
    contentType: "x/[REDACTED]",
    filename: "[REDACTED].png",
  });
});
