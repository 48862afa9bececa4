import { expect, it } from "vitest";
import type { CollectedRow } from "../store/collected-row.ts";
import { summarizeOutcome } from "./summarize-outcome.ts";

const TRACEBACK =
  'Traceback (most recent call last):\n  File "app.py", line 1\n\nValueError: no hat\n';
const ENDED = { start: 1, end: 2 };

it.each<[Partial<CollectedRow>, string]>([
  [{ output: "done", metrics: ENDED }, '"done"'],
  [
    { output: "part", error: "it broke\n\nError: it broke\n    at app.js:1", metrics: ENDED },
    "it broke",
  ],
  [{ error: TRACEBACK, metrics: ENDED }, "ValueError: no hat"],
  [{ error: { code: 7 }, metrics: ENDED }, "{ code: 7 }"],
  [{ output: "part", metadata: { incomplete: "expired" }, metrics: ENDED }, '"part" (expired)'],
  [{ metadata: { status: "canceled" }, metrics: ENDED }, "(canceled)"],
  [{ output: "part" }, '"part" (running)'],
])("says of %j: %s", (fields, outcome) => {
  const tree = { row: { id: "a", ...fields }, children: [], parentMissing: false };
  expect(summarizeOutcome(tree)).toBe(outcome);
});
