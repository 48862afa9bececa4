import { expect, it } from "vitest";
import { collectSecrets } from "./collect-secrets.ts";

const named = (name: string): boolean => name === "password";

it("finds secrets by their names, in lists and below", () => {
  const input = { password: "a", deep: [{ password: ["b", { other: "c" }] }], prompt: "d" };
  expect(collectSecrets(input, named)).toEqual(["a", "b"]);
});

it("finds them as JSON spells them as well", () => {
  expect(collectSecrets({ password: 'a"\n' }, named)).toEqual(['a"\n', 'a\\"\\n']);
});

it("takes neither nothing nor what is blanked out for a secret", () => {
  const input = { password: "", list: [{ password: "[REDACTED]" }] };
  expect(collectSecrets(input, named)).toEqual([]);
});

it("comes to an end, whatever it is given, and runs no code of the app's", () => {
  const loop: Record<string, unknown> = { password: "a" };
  loop["self"] = loop;
  let deep: unknown = { password: "too deep" };
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  let shared: unknown = { password: "b" };
  for (let level = 0; level < 60; level += 1) shared = [shared, shared];
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const touchy = Object.defineProperty({}, "password", {
    enumerable: true,
    get: () => {
      throw new Error("touched");
    },
  });
  expect(collectSecrets([loop, deep, shared, touchy, new Uint8Array(1e7), proxy], named)).toEqual([
    "a",
    "b",
  ]);
});

it("looks at so many values that the caller does not notice, and no more", () => {
  const looked: string[] = [];
  const grid = Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => "x"));
  collectSecrets({ grid }, (_, value) => looked.push(value) < 0);
  expect(looked.length).toBeGreaterThan(9_000);
  expect(looked.length).toBeLessThanOrEqual(10_000);
});
