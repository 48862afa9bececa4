import { describe, expect, it } from "vitest";
import { wrapReplicate } from "../../src/index.ts";
import type { Fault } from "./support/fault.ts";
import { expectFault } from "./support/tests-faults.ts";
import { CREATING } from "./table/creating.ts";

const [SOUND] = CREATING.rows;

/** A row that holds, with something changed. */
function changed(change: Partial<Fault>): Fault {
  if (SOUND === undefined) throw new Error("there are no rows");
  return { ...SOUND, ...change };
}

/** Rows, and library, that are wrong, each in one point. */
const WRONG: Readonly<Record<string, Partial<Fault>>> = {
  "the caller gets something else": { caller: 'returns "Three"' },
  "the span says another status": {
    spans: [{ status: "failed", attempts: 2, output: "Two words" }],
  },
  "the span says one attempt more": {
    spans: [{ status: "processing", attempts: 3, output: "Two words" }],
  },
  "the span says an error that is not there": {
    spans: [{ status: "processing", attempts: 2, output: "Two words", error: "none" }],
  },
  "the span is said to be open": {
    spans: [{ status: "processing", attempts: 2, output: "Two words", open: true }],
  },
  "there is a row more": { spans: [...(SOUND?.spans ?? []), {}] },
  "there is no row": { spans: [] },
  "tracing has nothing to report": { reports: "a problem" },
  "tracing changes the result": {
    wrap: (client, options) => {
      const traced = wrapReplicate(client, options) as { run(...args: unknown[]): unknown };
      const run = traced.run.bind(traced);
      traced.run = async (...args) => [...((await run(...args)) as unknown[])].reverse();
      return client;
    },
  },
  "tracing makes a request of its own": {
    wrap: (client, options) => {
      const traced = wrapReplicate(client, options) as {
        run(...args: unknown[]): Promise<unknown>;
        fetch: typeof globalThis.fetch;
      };
      const { fetch } = traced;
      const run = traced.run.bind(traced);
      traced.run = async (...args) => {
        const result = await run(...args);
        await fetch("https://api.replicate.com/v1/hardware");
        return result;
      };
      return client;
    },
  },
  "nothing is traced": { wrap: (client) => client },
};

describe("a row fails when", () => {
  it.each(Object.entries(WRONG))("%s", async (_, change) => {
    await expect(expectFault(changed(change))).rejects.toThrow(/expected|something/);
  });

  it("nothing is wrong with it, it does not", async () => {
    await expect(expectFault(changed({}))).resolves.toBeUndefined();
  });
});
