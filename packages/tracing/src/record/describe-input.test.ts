import { expect, it } from "vitest";
import { concealEchoed, describeInput } from "./describe-input.ts";
import type { RecordingPolicy } from "./recording-policy.ts";

const policy: RecordingPolicy = {
  captureInput: true,
  captureOutput: true,
  captureMedia: true,
  redact: undefined,
  contentBytes: 1_000_000,
  onError: () => {},
};

it("blanks out what only the answer reveals, and wherever else the input repeats it", () => {
  const input = { pin: "opensesame", prompt: "say opensesame", list: [{ again: "opensesame!" }] };
  const described = describeInput(input, { policy, secrets: [], echoed: undefined });
  const known = concealEchoed(described, { ...input, pin: "[REDACTED]" });

  expect(known.value).toEqual({
    pin: "[REDACTED]",
    prompt: "say [REDACTED]",
    list: [{ again: "[REDACTED]!" }],
  });
  expect(known.secretValues).toContain("opensesame");
});

it("changes nothing where the answer reveals nothing", () => {
  const described = describeInput({ a: "b" }, { policy, secrets: [], echoed: undefined });
  expect(concealEchoed(described, { a: "b" })).toBe(described);
  expect(concealEchoed(described, undefined)).toBe(described);
});
