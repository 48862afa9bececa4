import fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryRowStore } from "braintrust-replicate-viewer";
import type { CollectedRow, LoggedRow } from "braintrust-replicate-viewer";
import { openViewer } from "./support/open-viewer.ts";
import { SAMPLE_ROWS } from "./support/sample-rows.ts";

const value = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.constant("\0\ud800 語"));

const loggedRow: fc.Arbitrary<LoggedRow> = fc
  .record(
    {
      id: fc.constantFrom("a", "b", "c"),
      project_id: fc.constantFrom("p", "q"),
      root_span_id: fc.constantFrom("t", "u"),
      span_attributes: fc.constant({ name: "n", type: "llm" }),
      input: fc.jsonValue(),
      output: fc.oneof(value, fc.dictionary(fc.constantFrom("x", "y", "__proto__"), value)),
      tags: fc.array(fc.constantFrom("one", "two")),
      _is_merge: fc.boolean(),
      _object_delete: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    },
    { requiredKeys: ["id"] },
  )
  .map((row) => row as LoggedRow);

/** The rows whose id is in one project only: of others, either may be meant. */
function isAloneIn(rows: readonly CollectedRow[]): (row: CollectedRow) => boolean {
  return ({ id }) => rows.filter((other) => other.id === id).length === 1;
}

it("keeps on the disk what it keeps in memory, whatever is logged in whatever order", () => {
  const disk = openViewer().store;
  fc.assert(
    fc.property(fc.array(fc.array(loggedRow, { maxLength: 8 }), { maxLength: 4 }), (batches) => {
      const memory = new MemoryRowStore();
      disk.clear();
      for (const rows of batches) {
        memory.write(rows);
        disk.write(rows);
      }
      expect(disk.rows()).toEqual(JSON.parse(JSON.stringify(memory.rows())));
      const unique = memory.rows().filter(isAloneIn(memory.rows()));
      expect(unique.map(({ id }) => disk.row(id))).toEqual(
        disk.rows().filter(isAloneIn(memory.rows())),
      );
      for (const trace of ["t", "u"])
        expect(disk.trace(trace)).toHaveLength(memory.trace(trace).length);
    }),
    { numRuns: 150 },
  );
});

it("keeps the sample rows", () => {
  const disk = openViewer().store;
  disk.write(SAMPLE_ROWS);
  const memory = new MemoryRowStore();
  memory.write(SAMPLE_ROWS);
  expect(disk.rows()).toEqual(memory.rows());
});
