import { expect, it } from "vitest";
import { scrubSecrets } from "./scrub-secrets.ts";

/** Put together here, so that this file holds nothing shaped like a credential. */
const token = ["r8", "x1".repeat(18)].join("_");
const webhook = ["whsec", "MfKQ".repeat(8)].join("_");
const basic = "dXNlcjpwYXNz";

it.each([
  [`a ${token} b`, "a [REDACTED] b"],
  [`${webhook}!`, "[REDACTED]!"],
  [`Authorization: Token ${basic}`, "Authorization: [REDACTED]"],
  [`{"authorization":"Basic ${basic}"}`, '{"authorization":"[REDACTED]"}'],
  [`Bearer ${basic.repeat(2)}`, "Bearer [REDACTED]"],
  ["see https://stream.replicate.com/v1/files/kzvt-0123456789abcdef now", "see [REDACTED] now"],
  [
    `at https://streaming-api.svc.us.c.example.net/v1/streams/${"a2".repeat(20)}: 404`,
    "at [REDACTED]: 404",
  ],
])("takes secret number %# out of a text", (text, scrubbed) => {
  // A comparison that prints neither side.
  expect(scrubSecrets(text) === scrubbed).toBe(true);
});

it.each([
  "",
  "the bearer of good news",
  "authorization is required",
  "https://api.replicate.com/v1/files/abc",
  "https://api.replicate.com/v1/predictions/abcdefghij0123456789abcdef",
  "https://replicate.delivery/xezq/abc/out-0.png",
])("leaves %s alone", (text) => {
  expect(scrubSecrets(text)).toBe(text);
});

it("takes known secrets out, but no words", () => {
  expect(scrubSecrets("say swordfish twice: swordfish", ["swordfish"])).toBe(
    "say [REDACTED] twice: [REDACTED]",
  );
  expect(scrubSecrets("the end", ["the", ""])).toBe("the end");
});

/** Searched anew from each of their places, they would take minutes. */
it.each([
  ["addresses", "https://example.com/v1/a.png,", ""],
  ["beginnings of addresses", "http://", "/v1/"],
  ["hosts that begin like those of streams", "https://stream", "/v1/"],
  ["white space", " ", "bearer"],
  ["white space after a name", "\n", "authorization:"],
])("takes no longer for a text of nothing but %s", (_, piece, suspicious) => {
  const text = suspicious + piece.repeat(2_000_000 / piece.length) + suspicious;
  expect(scrubSecrets(text) === text).toBe(true);
});

it("gives the same answer again, whatever was scrubbed before", () => {
  for (let time = 0; time < 3; time += 1) expect(scrubSecrets(token)).toBe("[REDACTED]");
});
