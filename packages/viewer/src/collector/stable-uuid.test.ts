import { expect, it } from "vitest";
import { stableUuid } from "./stable-uuid.ts";

it("gives a name the same UUID for ever", () => {
  expect(stableUuid("project", "shop")).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(stableUuid("project", "shop")).toBe(stableUuid("project", "shop"));
  expect(stableUuid("project", "shop")).not.toBe(stableUuid("project", "shop "));
  expect(stableUuid("project", "shop")).not.toBe(stableUuid("experiment", "shop"));
});
