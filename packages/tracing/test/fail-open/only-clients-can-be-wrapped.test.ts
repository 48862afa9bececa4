import Replicate from "replicate";
import { unwrapReplicate, wrapReplicate } from "braintrust-replicate";
import { expect, it } from "vitest";

it.each([
  ["null", null, "null"],
  ["undefined", undefined, "undefined"],
  ["a text", "replicate", "string"],
  ["an empty object", {}, "object"],
  ["a function", () => {}, "function"],
  ["another class", Map, "function"],
])("%s cannot", (_, target, got) => {
  for (const [name, take] of Object.entries({ wrapReplicate, unwrapReplicate })) {
    expect(() => take(target as object)).toThrow(
      new TypeError(
        `braintrust-replicate: ${name} takes a client (\`new Replicate()\`) or the class \`Replicate\`; got ${got}`,
      ),
    );
  }
});

it("refuses a wrong option before it changes anything", () => {
  const client = new Replicate({ auth: "any" });
  const run = (): unknown => Reflect.get(client, "run");
  const before = run();
  const options = { captureInput: "no" as unknown as boolean };
  expect(() => wrapReplicate(client, options)).toThrow("option `captureInput`");
  expect(() => wrapReplicate(Replicate, options)).toThrow("option `captureInput`");
  expect(run()).toBe(before);
});

it("answers what it was given", () => {
  const client = new Replicate({ auth: "any" });
  expect(wrapReplicate(client)).toBe(client);
  expect(unwrapReplicate(client)).toBe(client);
  expect(wrapReplicate(Replicate)).toBe(Replicate);
  expect(unwrapReplicate(Replicate)).toBe(Replicate);
});
