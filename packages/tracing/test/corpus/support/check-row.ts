import { isDeepStrictEqual } from "node:util";
import type { CollectedRow } from "braintrust-replicate-viewer";
import { wrongMetrics } from "./check-metrics.ts";
import { compareRecorded } from "./compare-recorded.ts";
import type { Findings } from "./findings.ts";
import type { Posted } from "./log-in-process.ts";
import type { PlayedCall } from "./play-model.ts";

/** Compares a row with what was passed to the call and what came back. */
export function checkRow(
  row: CollectedRow,
  played: PlayedCall,
  { findings, posted }: { readonly findings: Findings; readonly posted: Posted },
): void {
  const { name } = played.model;
  for (const field of wrongIdentity(row, played)) findings.add("identity", name, field);
  for (const metric of wrongMetrics(row.metrics ?? {}, played.metrics)) {
    findings.add("metrics", name, `${played.call} metrics.${metric}`);
  }
  const told = row.metadata?.["replicate_metrics"] ?? {};
  const sameMetrics = isDeepStrictEqual(told, played.metrics ?? {});
  findings.check(sameMetrics, "metrics", name, `${played.call} metadata.replicate_metrics`);
  findings.check((row.error ?? undefined) === played.model.error, "error", name, played.call);
  findings.check(row.metadata?.["truncated"] === undefined, "output", name, "is cut");
  const contents = [
    ["input", played.model.input, row.input],
    ["output", expectedOutput(row, played, findings), row.output ?? null],
  ] as const;
  for (const [path, original, recorded] of contents) {
    const { attachment } = posted;
    const { redacted, different } = compareRecorded(original, recorded, { path, attachment });
    for (const place of redacted) findings.add("redaction", name, place);
    for (const place of different) findings.add(path, name, `${played.call} ${place}`);
  }
}

function wrongIdentity(row: CollectedRow, { call, model, predictionId }: PlayedCall): string[] {
  const { metadata } = row;
  const expected: Readonly<Record<string, unknown>> = {
    provider: "replicate",
    model: model.name,
    version: model.version,
    prediction_id: predictionId,
  };
  return Object.keys(expected)
    .filter((field) => expected[field] === undefined || metadata?.[field] !== expected[field])
    .map((field) => `${call} metadata.${field}`);
}

/** A list of texts may be one text. Which it is here is judged, and then taken as it was decided. */
function expectedOutput(
  { output: recorded }: CollectedRow,
  { call, model, output, offersStream }: PlayedCall,
  findings: Findings,
): unknown {
  if (!isListOfTexts(output)) return output;
  const isText = typeof recorded === "string";
  const topic = offersStream ? "text with a stream" : "text without a stream";
  const decided = isText ? "is no text" : "is a text";
  // What a stream tells is a text in any case; the schema speaks of the whole.
  findings.check(
    isText === (model.tellsText || call === "replicate.stream"),
    topic,
    model.name,
    decided,
  );
  return isText ? output.join("") : output;
}

/** The only output that can be taken for the other kind. */
export function isListOfTexts(output: unknown): output is readonly string[] {
  return (
    Array.isArray(output) && output.length > 0 && output.every((item) => typeof item === "string")
  );
}
