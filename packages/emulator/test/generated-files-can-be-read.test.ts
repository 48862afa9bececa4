import { inflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { dataUri, file, fileBytes, withFileUrls } from "../src/files/delivered-file.ts";
import { mp4File } from "../src/files/mp4-file.ts";
import { pngFile } from "../src/files/png-file.ts";
import { wavFile } from "../src/files/wav-file.ts";

it("makes a PNG whose pixels can be unpacked", () => {
  const png = Buffer.from(pngFile(3));
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([64, 64]);
  const length = png.readUInt32BE(33);
  expect(png.subarray(37, 41).toString()).toBe("IDAT");
  expect(inflateSync(png.subarray(41, 41 + length))).toHaveLength(64 * (1 + 64 * 3));
  expect(png.length).toBeLessThan(2_000);
});

it("makes different pictures and tones of different seeds", () => {
  expect(pngFile(1)).not.toEqual(pngFile(2));
  expect(wavFile({ seed: 1 })).not.toEqual(wavFile({ seed: 2 }));
  expect(pngFile(1)).toEqual(pngFile(1));
});

it("makes a WAV whose header tells its length", () => {
  const wav = Buffer.from(wavFile({ durationMs: 100 }));
  expect([wav.toString("latin1", 0, 4), wav.toString("latin1", 8, 12)]).toEqual(["RIFF", "WAVE"]);
  expect([wav.readUInt32LE(4), wav.readUInt32LE(40)]).toEqual([wav.length - 8, 800]);
});

it("makes an MP4 whose boxes fill it exactly", () => {
  const mp4 = Buffer.from(mp4File());
  const boxes: string[] = [];
  for (let at = 0; at < mp4.length; at += mp4.readUInt32BE(at)) {
    boxes.push(mp4.toString("latin1", at + 4, at + 8));
  }
  expect(boxes).toEqual(["ftyp", "moov", "free", "mdat"]);
});

it("writes files inline as data URIs", async () => {
  const response = await fetch(dataUri("wav", 2));
  expect(response.headers.get("content-type")).toBe("audio/wav");
  expect(await response.bytes()).toEqual(new Uint8Array(fileBytes({ format: "wav", seed: 2 })));
});

it("replaces files wherever they are in an output", () => {
  const output = { images: [file("png", 1)], note: "as is", none: null };
  expect(withFileUrls(output, ({ format, seed }) => `${format}${seed}`)).toEqual({
    images: ["png1"],
    note: "as is",
    none: null,
  });
});
