import type { ExecutionRecord } from "../record/execution-record.ts";
import type { RecordedMedia, RecordedValue } from "../record/recorded-value.ts";
import { holdsMedia } from "../record/records-files.ts";
import { replaceMedia, withoutMedia } from "./braintrust-media.ts";
import { known, metadataOf, metricsOf, outcomeOf, type RowPart } from "./braintrust-row.ts";
import type { BraintrustSpan, BraintrustState } from "./braintrust-state.ts";
import type { SinkSpan } from "./sink.ts";

/** Makes an attachment of a file, or says that it is left out. */
export type Attach = (media: RecordedMedia) => unknown;

/** What a span was started with. */
interface Opened {
  readonly span: BraintrustSpan;
  readonly state: BraintrustState;
  readonly attach: Attach;
  readonly propagate: boolean;
  readonly metadata: RowPart;
  readonly input: RecordedValue | undefined;
}

/** A span that this process started. */
export function openedSpan({ span, state, attach, propagate, ...begun }: Opened): SinkSpan {
  /** What was written, so that it is written again only when there is more of it. */
  let written: Pick<Opened, "metadata" | "input"> = begun;
  const log = (record: ExecutionRecord): void => {
    const { input } = record;
    const metadata = metadataOf(record, written.metadata);
    const more = input !== written.input && known({ input: withoutMedia(input) });
    span.log({ ...resultOf(record), metadata, ...more });
    written = { metadata: { ...written.metadata, ...metadata }, input };
  };
  return {
    enter: (work) => state.contextManager.runInContext(span, work),
    headers: () => (propagate ? span.inject?.() : undefined),
    update: log,
    end(record) {
      log(record);
      // What was written needs no memory.
      written = { ...written, input: undefined };
    },
    addFiles: (record) => span.log(filesOf(record, attach)),
  };
}

/**
 * A row of another process: only what became of the execution is added, not what was asked.
 *
 * @param log - Adds to the row.
 */
export function resumedSpan(log: (part: RowPart) => void, attach: Attach): SinkSpan {
  return {
    enter: (work) => work(),
    update() {
      // The process that wrote the row tells how it began; this one only how it ended.
    },
    end(record) {
      // Its own process may have given it up, at its exit for one: it is whole after all.
      log({ ...resultOf(record), metadata: { incomplete: null, ...outcomeOf(record) } });
    },
    addFiles: ({ output }) => log(filesOf({ input: undefined, output }, attach)),
  };
}

export function resultOf(record: ExecutionRecord): RowPart {
  const { output, error } = record;
  return known({ metrics: metricsOf(record), output: withoutMedia(output), error });
}

export function filesOf(
  record: Pick<ExecutionRecord, "input" | "output">,
  attach: Attach,
): RowPart {
  const part: RowPart = {};
  for (const name of ["input", "output"] as const) {
    const value = record[name];
    if (value !== undefined && holdsMedia(value)) part[name] = replaceMedia(value, attach);
  }
  return part;
}
