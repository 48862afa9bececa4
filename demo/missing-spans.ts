import type { CollectedRow } from "braintrust-replicate-viewer";
import type { PredictionObject } from "replicate-emulator";

/**
 * Compares what ran with what was logged: each prediction must be one span that has ended with the
 * prediction's own status. Answers a sentence for each that is not.
 */
export function missingSpans(
  predictions: readonly PredictionObject[],
  rows: readonly CollectedRow[],
): readonly string[] {
  if (predictions.length === 0) return ["Nothing ran."];
  return predictions.flatMap(({ id, model, status }) => {
    const spans = rows.filter((row) => row.metadata?.["prediction_id"] === id);
    const [span] = spans;
    const what = `The ${status} prediction of ${model}`;
    if (span === undefined) return [`${what} has no span.`];
    if (spans.length > 1) return [`${what} has ${spans.length} spans.`];
    if (span.metrics?.["end"] == null) return [`${what} has a span without an end.`];
    // A blocking call is answered before the prediction's last status is written.
    const logged = span.metadata?.["status"];
    const settled = logged === status || (status === "succeeded" && logged === "processing");
    return settled ? [] : [`${what} has a span that says ${String(logged)}.`];
  });
}
