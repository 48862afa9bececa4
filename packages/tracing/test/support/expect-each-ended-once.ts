import { expect } from "vitest";
import { openExecutions } from "./open-executions.ts";
import type { Scene } from "./start-scene.ts";

/**
 * Nothing is open any more, in the library or in the collector, and every row was started once and
 * ended once. A row to which late facts were merged names the same end again, so `ends` can be
 * told for some rows.
 */
export async function expectEachEndedOnce(
  scene: Scene,
  ends: Readonly<Record<string, number>> = {},
): Promise<void> {
  const rows = await scene.rows();
  const written = await scene.written();
  expect(openExecutions()).toBe(0);
  for (const row of rows) {
    const name = row.span_attributes?.name ?? row.id;
    const parts = written.filter((part) => part.id === row.id);
    const counted = {
      name,
      starts: parts.filter((part) => part._is_merge !== true).length,
      ends: parts.filter((part) => part.metrics?.["end"] != null).length,
      isOpen: row.metrics?.["end"] == null,
    };
    expect(counted).toEqual({ name, starts: 1, ends: ends[name] ?? 1, isOpen: false });
  }
}
