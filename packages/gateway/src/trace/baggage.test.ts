import { expect, it } from "vitest";
import { braintrustParent, forwardedBaggage, isTracedByClient } from "./baggage.ts";

it.each([
  ["braintrust.parent=project_name%3AMy%20app", "project_name:My app", undefined],
  ["a=1,braintrust.parent=project_id%3Ax;p=1,b=2", "project_id:x", "a=1,b=2"],
  ["a=1, braintrust.parent = project_id:x ", "project_id:x", "a=1"],
  ["a=1,b=2", undefined, "a=1,b=2"],
  ["braintrust.parent=%E0%A4%A,a=1", undefined, "a=1"],
  ["braintrust.parent", undefined, undefined],
  ["braintrust.parental=1", undefined, "braintrust.parental=1"],
])("reads and removes Braintrust's member of %j", (baggage, parent, rest) => {
  expect(braintrustParent(baggage)).toBe(parent);
  expect(forwardedBaggage(baggage)).toBe(rest);
});

it("tells a request of a traced client, and keeps the mark from Replicate", () => {
  expect(isTracedByClient("a=1,braintrust-replicate.traced=1")).toBe(true);
  expect(isTracedByClient("braintrust-replicate.traced-not=1")).toBe(false);
  expect(forwardedBaggage("a=1,braintrust-replicate.traced=1,braintrust.parent=x")).toBe("a=1");
});
