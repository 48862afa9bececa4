import { readFileSync } from "node:fs";
import type { CollectedRow, RowStore } from "braintrust-replicate-viewer";
import { spanTreeSnapshot } from "braintrust-replicate-viewer";
import type { EmulatorOptions } from "replicate-emulator";
import { expectSame } from "../support/expect-same.ts";
import { startServices } from "../support/services.ts";

/** What the caller of the scenario gets, wherever it runs. */
const EXPECTED_RESULT = {
  run: { label: "harbour", confidence: 0.93, boxes: [[4, 8, 15, 16]] },
  stream: "You asked: the",
  prediction: "Ahoy there, and welcome aboard.",
  deployment:
    "You asked: a letter. The tide went out, left its shells to be counted, and came back for them at night.",
  failure: "Prediction failed: The model ran out of memory (E1001)",
};

/** The tree that the scenario leaves behind, wherever it ran. */
const EXPECTED_TREE = readFileSync(new URL("expected.span-tree.txt", import.meta.url), "utf8");

/**
 * Plays the scenario in one place, against both services on loopback, and throws with what is
 * wrong: what the caller got, what the collector has.
 *
 * @param play - Runs it there, with the variables that it needs, and returns what `scenario` did; is
 *   given the collector's store, to wait for what arrives later.
 * @param times - How often it plays there, one after the other; then `play` returns a list.
 */
export async function playScenario(
  play: (env: Readonly<Record<string, string>>, store: RowStore) => Promise<unknown>,
  emulator: EmulatorOptions = {},
  times = 1,
): Promise<void> {
  const services = await startServices({ ...emulator, tls: false });
  try {
    const expected = times === 1 ? EXPECTED_RESULT : Array(times).fill(EXPECTED_RESULT);
    expectSame(await play(services.env, services.store), expected, "what the caller got");
    const rows = services.store.rows();
    const { text } = spanTreeSnapshot(rows);
    if (text !== EXPECTED_TREE.repeat(times)) {
      throw new Error(`the span tree is not the one expected:\n${text}`);
    }
    expectSame(rows.filter(isOfNobody), [], "spans that do not say who made them, or did not end");
    const posted = JSON.stringify(rows);
    const told = services.secrets.filter((secret) => posted.includes(secret));
    expectSame(told.length, 0, "secrets in the rows");
  } finally {
    await services.close();
  }
}

function isOfNobody({ span_attributes: attributes, context, metrics }: CollectedRow): boolean {
  if (attributes?.name?.startsWith("replicate.") !== true) return false;
  const named = JSON.stringify(context ?? {}).includes('"name":"braintrust-replicate"');
  return !named || typeof metrics?.["end"] !== "number";
}
