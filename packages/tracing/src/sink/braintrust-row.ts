import type { ExecutionRecord } from "../record/execution-record.ts";

/** A part of a Braintrust row: what `span.log` takes. */
export type RowPart = Record<string, unknown>;

/** The name under which Braintrust shows who made a span. */
export const INSTRUMENTATION_NAME = "braintrust-replicate";

/** What is asked for, and what became of it, where the row and the record agree on the name. */
const ASKED = ["model", "version", "deployment", "attempts"] as const;
const OUTCOME = ["status", "url", "incomplete", "truncated", "logs"] as const;

/**
 * The row's `metadata`, by the span contract. What is not known is left out, and so is what was
 * written before: rows merge.
 */
export function metadataOf(record: ExecutionRecord, written: RowPart = {}): RowPart {
  const asked = pick(record, ASKED);
  const all = { provider: "replicate", ...asked, ...outcomeOf(record), ...record.parameters };
  const news = Object.entries(all).filter(([name, value]) => value !== written[name]);
  const part: RowPart = Object.fromEntries(news);
  // What turned out to be whole after all must be said so.
  if (record.incomplete === undefined && written["incomplete"]) part["incomplete"] = null;
  return part;
}

/** What any process that sees the end knows: not what was asked, but what became of it. */
export function outcomeOf(record: ExecutionRecord): RowPart {
  const { predictionId, replicateMetrics } = record;
  return {
    ...(predictionId !== undefined && { prediction_id: predictionId }),
    ...pick(record, OUTCOME),
    ...(replicateMetrics !== undefined && { replicate_metrics: replicateMetrics }),
  };
}

/** The row's `metrics`: numbers by the span contract, and the end once there is one. Seconds. */
export function metricsOf({ measures, endedAt }: ExecutionRecord): RowPart {
  return { ...measures, ...(endedAt !== undefined && { end: endedAt / 1000 }) };
}

function pick(record: ExecutionRecord, names: ReadonlyArray<keyof ExecutionRecord>): RowPart {
  const known = names.filter((name) => record[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, record[name]]));
}
