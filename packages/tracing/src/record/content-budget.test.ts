import fc from "fast-check";
import { expect, it } from "vitest";
import { ContentBudget } from "./content-budget.ts";

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

it("takes texts as they are while there is room", () => {
  const budget = new ContentBudget(11);
  expect(budget.takeText("hello ")).toBe("hello ");
  expect(budget.takeText("world")).toBe("world");
  expect(budget.truncated).toBe(false);
  expect(budget.begin(1)).toBe(false);
  expect(budget.truncated).toBe(true);
  expect(budget.takeText("!")).toBe("");
});

it("counts bytes, of short texts and long ones", () => {
  const budget = new ContentBudget(300);
  for (let count = 0; count < 99; count += 1) budget.takeText("語");
  expect(budget.takeText("語語")).toBe("語");
  expect(budget.truncated).toBe(true);
});

it("never ends inside a character", () => {
  expect(new ContentBudget(5).takeText("ab🎩cd")).toBe("ab");
  expect(new ContentBudget(6).takeText("ab🎩cd")).toBe("ab🎩");
  expect(new ContentBudget(4).takeText("aéé")).toBe("aé");
});

it("takes the longest beginning that fits", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme" })),
      fc.integer({ min: 1, max: 60 }),
      (texts, limit) => {
        const budget = new ContentBudget(limit);
        const taken = texts.map((text) => budget.takeText(text)).join("");
        const all = texts.join("");
        expect(bytesOf(taken)).toBeLessThanOrEqual(limit);
        expect(budget.truncated).toBe(bytesOf(all) > limit);
        expect(budget.truncated || taken === all).toBe(true);
      },
    ),
  );
});
