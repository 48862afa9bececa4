import type { ExecutionRecord } from "../record/execution-record.ts";
import type { RecordedMedia } from "../record/recorded-value.ts";
import { filesOf } from "./braintrust-media.ts";
import { outcomeOf, type RowPart } from "./braintrust-row.ts";
import type { BraintrustSpan, BraintrustState } from "./braintrust-state.ts";
import { resultOf, type RowNews } from "./row-news.ts";
import type { SinkSpan } from "./sink.ts";

/** Makes an attachment of a file, or says that it is left out. */
export type Attach = (media: RecordedMedia) => unknown;

/** What a span was started with. */
interface Opened {
  readonly span: BraintrustSpan;
  readonly state: BraintrustState;
  readonly attach: Attach;
  readonly propagate: boolean;
  readonly news: RowNews;
}

/** A span that this process started. */
export function openedSpan({ span, state, attach, propagate, news }: Opened): SinkSpan {
  const log = (record: ExecutionRecord): void => span.log(news.of(record));
  return {
    enter: (work) => state.contextManager.runInContext(span, work),
    headers: () => (propagate ? span.inject?.() : undefined),
    update: log,
    end: log,
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
