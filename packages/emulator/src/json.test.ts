import { expect, it } from "vitest";
import { toJson } from "./json.ts";

it("writes very small numbers as Replicate does", () => {
  expect(toJson({ predict_time: 0.000003, total_time: 0.135578 })).toBe(
    '{"predict_time":3e-06,"total_time":0.135578}',
  );
});

it("writes everything else as JSON.stringify does", () => {
  const value = {
    a: [1, null, undefined, "é\n", { b: true }],
    gone: undefined,
    zero: 0,
    small: 0.0001,
    large: 1e21,
    not: Number.NaN,
    when: new Date(0),
    _: "sep\u2028arator",
  };
  expect(toJson(value)).toBe(JSON.stringify(value));
});
