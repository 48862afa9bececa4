import { expect, it } from "vitest";
import { concealEchoed, describeInput } from "./describe-input.ts";
import type { RecordingPolicy } from "./recording-policy.ts";

const policy: RecordingPolicy = {
  captureInput: true,
  captureOutput: true,
  captureMedia: true,
  redact: undefined,
  limits: { contentBytes: 1_000_000 },
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

const RANDOM = "a1b2c3d4e5f6a7b8c9d0e1f2";

it("tells what was held back once the answer shows that it is no secret", () => {
  const described = describeInput({ weights: RANDOM }, { policy, secrets: [], echoed: undefined });
  expect(described.value).toEqual({ weights: "[REDACTED]" });
  expect(concealEchoed(described, undefined)).toBe(described);
  expect(concealEchoed(described, { weights: RANDOM }).value).toEqual({ weights: RANDOM });
  expect(concealEchoed(described, { weights: RANDOM }).secretValues).toEqual([]);
});

it("keeps what was held back when the answer blanks it out, in lists and repetitions too", () => {
  const input = { pin: [RANDOM], prompt: `say ${RANDOM}`, deep: { pin: RANDOM } };
  const described = describeInput(input, { policy, secrets: [], echoed: undefined });
  const known = concealEchoed(described, { ...input, pin: "[REDACTED]" });
  expect(JSON.stringify(known.value).includes(RANDOM)).toBe(false);
  expect(known.secretValues.includes(RANDOM)).toBe(true);
});

it("knows such a secret although the input is not recorded", () => {
  const hidden = { ...policy, captureInput: false };
  const described = describeInput(
    { pin: RANDOM },
    { policy: hidden, secrets: [], echoed: undefined },
  );
  const known = concealEchoed(described, { pin: "[REDACTED]" });
  expect(known.value).toBeUndefined();
  expect(known.secretValues.includes(RANDOM)).toBe(true);
});
