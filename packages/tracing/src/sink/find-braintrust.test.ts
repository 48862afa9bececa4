import { createRequire } from "node:module";
import * as braintrust from "braintrust";
import { afterEach, expect, it } from "vitest";
import { braintrustState, type BraintrustState } from "./braintrust-state.ts";
import { findBraintrust } from "./find-braintrust.ts";

const extensions = Reflect.get(createRequire(import.meta.url), "extensions") as Record<
  string,
  unknown
>;

afterEach(() => {
  delete extensions[".mjs"];
});

function state(): BraintrustState {
  const found = braintrustState();
  if (!found) throw new Error("braintrust has not been loaded");
  return found;
}

it("finds the copy that made the state", () => {
  expect(findBraintrust(state())?.Attachment).toBe(braintrust.Attachment);
});

it("finds nothing for a state that no copy of the SDK made", () => {
  expect(findBraintrust({ ...state() })).toBeUndefined();
});

it("loads no copy of its own where a loader translates ES modules", () => {
  let loaded = 0;
  extensions[".mjs"] = () => (loaded += 1);
  expect(findBraintrust(state())).toBeUndefined();
  expect(loaded).toBe(0);
});
