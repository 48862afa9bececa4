import type { ExecutionRecord } from "../record/execution-record.ts";
import type { RecordedMedia, RecordedValue } from "../record/recorded-value.ts";
import { holdsMedia } from "../record/records-files.ts";
import { replaceMedia, withoutMedia } from "./braintrust-media.ts";
import { metadataOf, metricsOf, outcomeOf, type RowPart } from "./braintrust-row.ts";
import type { BraintrustSpan, BraintrustState, RowUpdater } from "./braintrust-state.ts";
import type { SinkSpan } from "./sink.ts";

/** Makes an attachment of a file, or says that it is left out. */
export type Attach = (media: RecordedMedia) => unknown;

/** A span that this process started. */
export class OpenBraintrustSpan implements SinkSpan {
  readonly #span: BraintrustSpan;
  readonly #state: BraintrustState;
  readonly #attach: Attach;
  readonly #propagate: boolean;
  /** What was written as the input, so that it is written again only when there is more of it. */
  #input: RecordedValue | undefined;
  readonly #metadata: RowPart;

  /** @param opened - What the span was started with. */
  constructor(
    span: BraintrustSpan,
    opened: {
      readonly state: BraintrustState;
      readonly record: ExecutionRecord;
      readonly metadata: RowPart;
      readonly attach: Attach;
      readonly propagate: boolean;
    },
  ) {
    this.#span = span;
    this.#state = opened.state;
    this.#attach = opened.attach;
    this.#propagate = opened.propagate;
    this.#input = opened.record.input;
    this.#metadata = { ...opened.metadata };
  }

  enter<T>(work: () => T): T {
    return this.#state.contextManager.runInContext(this.#span, work);
  }

  headers(): Readonly<Record<string, string>> | undefined {
    return this.#propagate ? this.#span.inject?.() : undefined;
  }

  update(record: ExecutionRecord): void {
    this.#log(record);
    this.#input = record.input;
  }

  end(record: ExecutionRecord): void {
    this.#log(record);
    // What was written needs no memory.
    this.#input = undefined;
  }

  addFiles(record: ExecutionRecord): void {
    this.#span.log(filesOf(record, this.#attach));
  }

  #log(record: ExecutionRecord): void {
    const part = resultOf(record);
    const metadata = metadataOf(record, this.#metadata);
    Object.assign(this.#metadata, metadata);
    part["metadata"] = metadata;
    if (record.input !== undefined && record.input !== this.#input) {
      part["input"] = withoutMedia(record.input);
    }
    this.#span.log(part);
  }
}

/** A row of another process: only what became of the execution is added, not what was asked. */
export class ResumedBraintrustSpan implements SinkSpan {
  readonly #logger: RowUpdater;
  readonly #rowId: string;
  readonly #attach: Attach;

  constructor(logger: RowUpdater, row: { readonly rowId: string; readonly attach: Attach }) {
    this.#logger = logger;
    this.#rowId = row.rowId;
    this.#attach = row.attach;
  }

  enter<T>(work: () => T): T {
    return work();
  }

  update(): void {
    // The process that wrote the row tells how it began; this one only how it ended.
  }

  end(record: ExecutionRecord): void {
    this.#logger.updateSpan({
      id: this.#rowId,
      ...resultOf(record),
      // Its own process may have given it up, at its exit for one: it is whole after all.
      metadata: { incomplete: null, ...outcomeOf(record) },
    });
  }

  addFiles({ output }: ExecutionRecord): void {
    const files = filesOf({ input: undefined, output }, this.#attach);
    this.#logger.updateSpan({ id: this.#rowId, ...files });
  }
}

/** What came back: output, error, and numbers with the end. */
export function resultOf(record: ExecutionRecord): RowPart {
  const part: RowPart = { metrics: metricsOf(record) };
  if (record.output !== undefined) part["output"] = withoutMedia(record.output);
  if (record.error !== undefined) part["error"] = record.error;
  return part;
}

/** The input and the output of a record with their files in them, where they hold any. */
export function filesOf(
  { input, output }: Pick<ExecutionRecord, "input" | "output">,
  attach: Attach,
): RowPart {
  const part: RowPart = {};
  if (input !== undefined && holdsMedia(input)) part["input"] = replaceMedia(input, attach);
  if (output !== undefined && holdsMedia(output)) part["output"] = replaceMedia(output, attach);
  return part;
}
