import { expect, it } from "vitest";
import { mediaOf } from "../../test/detail-of.ts";
import { isWhollyMedia, mediaAt } from "./media-at.ts";
import { isOwnMedia } from "./own-media.ts";

it("finds the files at a place and below it, and no others", () => {
  const media = ["output.0", "output.1", "outputs", "input.image"].map((path) => mediaOf(path));
  expect(mediaAt(media, "output").map(({ path }) => path)).toEqual(["output.0", "output.1"]);
});

it("tells a value that is nothing but files", () => {
  const media = [mediaOf("output.0"), mediaOf("output.1")];
  expect(isWhollyMedia(["a", "b"], "output", media)).toBe(true);
  expect(isWhollyMedia(["a", "b", "c"], "output", media)).toBe(false);
  expect(isWhollyMedia({ "0": "a" }, "output", media)).toBe(false);
  expect(isWhollyMedia("a", "output", [mediaOf("output")])).toBe(true);
});

it.each([
  null,
  "https://example.com/media/a",
  "//example.com/media/a",
  "/media/../api/health",
  "javascript:/media/a",
  "/media/a?x",
])("loads nothing from %j", (url) => {
  expect(isOwnMedia(url)).toBe(false);
});
