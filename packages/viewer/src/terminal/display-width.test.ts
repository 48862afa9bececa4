import fc from "fast-check";
import { expect, it } from "vitest";
import { cutToWidth, displayWidth } from "./display-width.ts";

it.each([
  ["abc", 3],
  ["", 0],
  ["日本語", 6],
  ["한국어", 6],
  ["e\u0301", 1],
  ["🎩", 2],
  ["👩‍👩‍👧‍👦", 2],
  ["🇩🇪", 2],
  ["❤️", 2],
  ["✓✗■…", 4],
  ["├─ └─ │", 7],
  ["ｆｕｌｌ", 8],
])("%j takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

it.each([
  ["日本語", 6, "日本語"],
  ["日本語", 5, "日本…"],
  ["日本語", 4, "日…"],
  ["family 👩‍👩‍👧‍👦!", 9, "family…"],
  ["two words", 5, "two…"],
  ["abc", 1, "…"],
  ["abc", 0, ""],
])("cuts %j at %i to %j", (text, columns, cut) => {
  expect(cutToWidth(text, columns)).toBe(cut);
});

it("never exceeds the columns and never breaks a sign", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, columns) => {
      const cut = cutToWidth(text, columns);
      expect(displayWidth(cut)).toBeLessThanOrEqual(columns);
      expect(cut).not.toMatch(/\p{Surrogate}/u);
    }),
  );
});
