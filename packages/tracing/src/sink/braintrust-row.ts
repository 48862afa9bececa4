import type { ExecutionRecord } from "../record/execution-record.ts";

/** A part of a Braintrust row: what `span.log` takes. */
export type RowPart = Record<string, unknown>;

/** The name under which Braintrust shows who made a span. */
export const INSTRUMENTATION_NAME = "braintrust-replicate";

/** What was asked for and what became of it, where the row and the record agree on the name. */
const ASKED = ["model", "version", "deployment", "attempts"] as const;
const OUTCOME = ["status", "url", "incomplete", "truncated", "logs"] as const;

/** Adds a field, unless it is not known. One by one: this is on every call. */
type Tell = (name: string, value: unknown) => void;

/** Tells a part of a row, without what it has already: rows merge. */
function telling(part: RowPart, written: RowPart = {}): Tell {
  return (name, value) => {
    if (value !== undefined && value !== written[name]) part[name] = value;
  };
}

/**
 * The row's `metadata`, by the span contract.
 *
 * @param written - What is left out: it was written before.
 */
export function metadataOf(record: ExecutionRecord, written: RowPart = {}): RowPart {
  const part: RowPart = {};
  const tell = telling(part, written);
  tell("provider", "replicate");
  for (const name of ASKED) tell(name, record[name]);
  tellOutcome(record, tell);
  for (const [name, value] of Object.entries(record.parameters)) tell(name, value);
  // What turned out to be whole after all must be said so.
  if (written["incomplete"] && !record.incomplete) part["incomplete"] = null;
  return part;
}

/** What any process that sees the end knows: not what was asked, but what became of it. */
export function outcomeOf(record: ExecutionRecord): RowPart {
  // Its own process may have given it up, at its exit for one: it is whole after all.
  const part: RowPart = { incomplete: null };
  tellOutcome(record, telling(part));
  return part;
}

function tellOutcome(record: ExecutionRecord, tell: Tell): void {
  tell("prediction_id", record.predictionId);
  for (const name of OUTCOME) tell(name, record[name]);
  tell("replicate_metrics", record.replicateMetrics);
}

/** The row's `metrics`: numbers by the span contract, and the end once there is one. Seconds. */
export function metricsOf({ measures, endedAt }: ExecutionRecord): RowPart {
  const metrics: RowPart = { ...measures };
  if (endedAt !== undefined) metrics["end"] = endedAt / 1000;
  return metrics;
}
