import fc from "fast-check";
import { expect, it } from "vitest";
import { terminalText } from "./terminal-text.ts";

it.each([
  ["\u001b[2J\u001b]0;title\u0007", "␛[2J␛]0;title␇"],
  ["two\r\nlines\tand a tab", "two lines and a tab"],
  ["\u009b31m\u007f", "\u{FFFD}31m␡"],
  ["abc\u202Ecba", "abc\u{FFFD}cba"],
  ["half \ud83c", "half \u{FFFD}"],
  ["日本 🎩 é", "日本 🎩 é"],
])("prints %j as %j", (logged, printed) => {
  expect(terminalText(logged)).toBe(printed);
});

it("lets no control character through", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(terminalText(text)).not.toMatch(/\p{Control}|\p{Surrogate}|\p{Bidi_Control}/u);
    }),
  );
});
