import type { ExecutionRecord } from "../record/execution-record.ts";
import type { RecordedValue } from "../record/recorded-value.ts";
import { withoutMedia } from "./braintrust-media.ts";
import { metadataOf, metricsOf, type RowPart } from "./braintrust-row.ts";

/** Makes of a record what it adds to its row. */
export type RowNews = (record: ExecutionRecord) => RowPart;

/** Remembers what a row has, so that it is written again only when there is more of it. */
export function rowNews(begunWith: RowPart, begunInput: RecordedValue | undefined): RowNews {
  const written = { ...begunWith };
  let writtenInput = begunInput;
  return (record) => {
    const { input } = record;
    const part = resultOf(record);
    const metadata = metadataOf(record, written);
    part["metadata"] = metadata;
    for (const name in metadata) written[name] = metadata[name];
    if (input !== undefined && input !== writtenInput) part["input"] = withoutMedia(input);
    // After the end there is none, and what was written needs no memory.
    writtenInput = record.endedAt === undefined ? input : undefined;
    return part;
  };
}

/** What came of an execution, but for its files. */
export function resultOf(record: ExecutionRecord): RowPart {
  const { output, error } = record;
  const part: RowPart = { metrics: metricsOf(record) };
  if (output !== undefined) part["output"] = withoutMedia(output);
  if (error !== undefined) part["error"] = error;
  return part;
}
