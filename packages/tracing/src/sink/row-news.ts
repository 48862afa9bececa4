import type { ExecutionRecord } from "../record/execution-record.ts";
import type { RecordedValue } from "../record/recorded-value.ts";
import { withoutMedia } from "./braintrust-media.ts";
import { metadataOf, metricsOf, type RowPart } from "./braintrust-row.ts";

/** Remembers what a row has, so that it is written again only when there is more of it. */
export class RowNews {
  readonly #metadata: RowPart;
  #input: RecordedValue | undefined;

  /** @param begun - What the row began with. */
  constructor(begun: { readonly metadata: RowPart; readonly input: RecordedValue | undefined }) {
    this.#metadata = { ...begun.metadata };
    this.#input = begun.input;
  }

  /** What a record adds to the row. */
  of(record: ExecutionRecord): RowPart {
    const { input } = record;
    const part = resultOf(record);
    const metadata = metadataOf(record, this.#metadata);
    part["metadata"] = metadata;
    for (const name in metadata) this.#metadata[name] = metadata[name];
    if (input !== undefined && input !== this.#input) part["input"] = withoutMedia(input);
    // After the end there is none, and what was written needs no memory.
    this.#input = record.endedAt === undefined ? input : undefined;
    return part;
  }
}

/** What came of an execution, but for its files. */
export function resultOf(record: ExecutionRecord): RowPart {
  const { output, error } = record;
  const part: RowPart = { metrics: metricsOf(record) };
  if (output !== undefined) part["output"] = withoutMedia(output);
  if (error !== undefined) part["error"] = error;
  return part;
}
