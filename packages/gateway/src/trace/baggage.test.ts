import { expect, it } from "vitest";
import { braintrustParent, withoutBraintrustParent } from "./baggage.ts";

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
  expect(withoutBraintrustParent(baggage)).toBe(rest);
});
