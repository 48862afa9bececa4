import { expect, it } from "vitest";
import type { FaultMatch } from "./fault.ts";
import { FaultPlan } from "./fault-plan.ts";

function strikes(
  match: FaultMatch,
  ...requests: ReadonlyArray<readonly [string, string]>
): boolean[] {
  const plan = new FaultPlan();
  plan.add({ kind: "hang", ...match });
  return requests.map(([method, path]) => plan.strike(method, path).length > 0);
}

it("strikes any request, once, by default", () => {
  expect(strikes({}, ["GET", "/a"], ["GET", "/a"])).toEqual([true, false]);
});

it("lets * stand for anything and other characters for themselves", () => {
  const match = { path: "/v1/*/p.x", times: Infinity };
  expect(strikes(match, ["GET", "/v1/a/b/p.x"], ["GET", "/v1/a/pyx"])).toEqual([true, false]);
});

it("counts only what matches", () => {
  const match = { method: "post", path: /ions$/, nth: 2 };
  expect(
    strikes(match, ["POST", "/predictions"], ["GET", "/predictions"], ["POST", "/predictions"]),
  ).toEqual([false, false, true]);
});
