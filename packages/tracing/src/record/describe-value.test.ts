import { describe, expect, it } from "vitest";
import { describeValue, type Described } from "./describe-value.ts";
import { RecordedMedia } from "./recorded-value.ts";
import type { RecordingPolicy } from "./recording-policy.ts";

function described(value: unknown, policy: Partial<RecordingPolicy> = {}): Described {
  return describeValue(value, {
    path: "input",
    secrets: [],
    policy: {
      captureInput: true,
      captureOutput: true,
      captureMedia: true,
      redact: undefined,
      limits: { contentBytes: 1_000_000 },
      onError: (error) => {
        throw error;
      },
      ...policy,
    },
  });
}

it("copies plain values", () => {
  const value = { a: [1, "b", null, true], c: { d: 2.5 } };
  const copy = described(value);
  expect(copy).toEqual({ value, truncated: false });
  expect(copy.value).not.toBe(value);
});

it("does not follow a cycle, and follows a diamond", () => {
  const loop: Record<string, unknown> = { name: "loop" };
  loop["self"] = [loop];
  expect(described(loop).value).toEqual({ name: "loop", self: ["[circular]"] });
  const shared = { x: 1 };
  expect(described([shared, shared]).value).toEqual([{ x: 1 }, { x: 1 }]);
});

it("ends in a hundred levels", () => {
  let value: unknown = 1;
  for (let level = 0; level < 100_000; level += 1) value = [value];
  const cut = described(value);
  expect(cut.truncated).toBe(true);
  expect(JSON.stringify(cut.value)).toMatch(/^\[{100}"\[nested too deeply\]"\]{100}$/);
});

it("runs no code of the app's", () => {
  const touch = (): never => {
    throw new Error("touched");
  };
  const value = Object.defineProperties(
    { toJSON: touch, toString: touch, valueOf: touch },
    { getter: { get: touch, enumerable: true }, hidden: { value: 1 } },
  );
  expect(described(value).value).toEqual({ getter: "[getter]" });
});

it("keeps a key that would become a prototype", () => {
  const copy = described(JSON.parse('{"__proto__": {"admin": true}}')).value as object;
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"admin":true}}');
});

it("asks a file output for its URL alone", () => {
  const stream = Object.assign(new ReadableStream(), {
    url: () => new URL("https://replicate.delivery/1.png"),
    toString: () => "https://replicate.delivery/1.png",
  });
  expect(described([stream]).value).toEqual(["https://replicate.delivery/1.png"]);
  expect(stream.locked).toBe(false);
});

describe("the budget", () => {
  it("is in bytes of the whole value", () => {
    const words = Array.from({ length: 1000 }, () => "語".repeat(10));
    const cut = described(words, { limits: { contentBytes: 3000 } });
    expect(cut.truncated).toBe(true);
    const text = (cut.value as string[]).join("");
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(3000);
    expect(text.length).toBeGreaterThan(900);
  });

  it("is spent by keys and numbers as well", () => {
    const numbers = Array.from({ length: 10_000 }, (_, index) => index);
    expect((described(numbers, { limits: { contentBytes: 900 } }).value as number[]).length).toBe(
      100,
    );
    const record = Object.fromEntries(numbers.map((number) => [`key-${number}`, true]));
    expect(
      Object.keys(described(record, { limits: { contentBytes: 100 } }).value as object),
    ).toHaveLength(6);
  });

  it("is not spent by files", () => {
    const uri = `data:image/png;base64,${"A".repeat(100_000)}`;
    const copy = described([uri, "after"], { limits: { contentBytes: 100 } });
    expect(copy.truncated).toBe(false);
    expect(copy.value).toEqual([expect.any(RecordedMedia), "after"]);
  });
});

it("leaves a token out of keys", () => {
  const copy = describeValue(
    { "x-swordfish-y": { swordfish: 1 } },
    {
      path: "output",
      secrets: ["swordfish"],
      policy: {
        captureInput: true,
        captureOutput: true,
        captureMedia: true,
        redact: undefined,
        limits: { contentBytes: 1000 },
        onError: () => {},
      },
    },
  );
  expect(copy.value).toEqual({ "x-[REDACTED]-y": { "[REDACTED]": 1 } });
});

it("scrubs the name of a file as it does any text", () => {
  const token = `r8_${"k".repeat(37)}`;
  const file = new File(["bytes"], `export-of-${token}.csv`, { type: "text/csv" });
  const media = described({ file }).value as { readonly file: RecordedMedia };
  expect(media.file).toBeInstanceOf(RecordedMedia);
  expect(media.file.filename === "export-of-[REDACTED].csv").toBe(true);
  expect(media.file.contentType).toBe("text/csv");
});
