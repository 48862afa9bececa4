import type { ExecutionRecord } from "../record/execution-record.ts";

/** A part of a Braintrust row: what `span.log` takes. */
export type RowPart = Record<string, unknown>;

/** The name under which Braintrust shows who made a span. */
export const INSTRUMENTATION_NAME = "braintrust-replicate";

/**
 * A part of a row without what is not known.
 *
 * @param written - What is left out as well: it was written before, and rows merge.
 */
export function known(part: RowPart, written: RowPart = {}): RowPart {
  const copy: RowPart = {};
  for (const name in part) {
    const value = part[name];
    if (value !== undefined && value !== written[name]) copy[name] = value;
  }
  return copy;
}

/** The row's `metadata`, by the span contract. */
export function metadataOf(record: ExecutionRecord, written: RowPart = {}): RowPart {
  const { model, version, deployment, attempts, parameters } = record;
  const asked = { provider: "replicate", model, version, deployment, attempts };
  const part = known({ ...asked, ...outcome(record), ...parameters }, written);
  // What turned out to be whole after all must be said so.
  if (record.incomplete === undefined && written["incomplete"]) part["incomplete"] = null;
  return part;
}

/** What any process that sees the end knows: not what was asked, but what became of it. */
export function outcomeOf(record: ExecutionRecord): RowPart {
  return known(outcome(record));
}

function outcome(record: ExecutionRecord): RowPart {
  const { predictionId, status, url, incomplete, truncated, logs, replicateMetrics } = record;
  return {
    prediction_id: predictionId,
    status,
    url,
    incomplete,
    truncated,
    logs,
    replicate_metrics: replicateMetrics,
  };
}

/** The row's `metrics`: numbers by the span contract, and the end once there is one. Seconds. */
export function metricsOf({ measures, endedAt }: ExecutionRecord): RowPart {
  return known({ ...measures, end: endedAt && endedAt / 1000 });
}
