import { describe, expect, it } from "vitest";
import type { Fault, FaultTable } from "./fault.ts";
import { faultName } from "./fault-words.ts";
import { otherWays, playBare, playTraced } from "./play-fault.ts";

/** Makes a test of each row. */
export function testsFaults(table: FaultTable<Fault>): void {
  describe(`${table.title}`, () => {
    // oxlint-disable-next-line vitest/expect-expect -- expectFault expects
    it.each(table.rows.map((row) => [faultName(row), row] as const))("%s", (_, row) =>
      expectFault(row),
    );
  });
}

/** Plays a fault bare and traced, and compares both with the row. Throws at the first difference. */
export async function expectFault(fault: Fault): Promise<void> {
  const bare = await playBare(fault);
  expect({ bare: bare.caller }).toEqual({ bare: fault.caller });
  for (const way of [undefined, ...otherWays(fault)]) {
    const { events, spans, reports } = await playTraced(fault, way);
    expect(events).toEqual(bare.events);
    expect({ spans, reports }).toEqual({ spans: fault.spans, reports: fault.reports });
  }
}
