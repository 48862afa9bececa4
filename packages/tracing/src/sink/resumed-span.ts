import type { RecordedMedia } from "../record/recorded-value.ts";
import { filesOf } from "./braintrust-media.ts";
import { outcomeOf, type RowPart } from "./braintrust-row.ts";
import { resultOf } from "./row-news.ts";
import type { SinkSpan } from "./sink.ts";

/** Makes an attachment of a file, or says that it is left out. */
export type Attach = (media: RecordedMedia) => unknown;

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
      log({ ...resultOf(record), metadata: outcomeOf(record) });
    },
    addFiles: ({ output }) => log(filesOf({ input: undefined, output }, attach)),
  };
}
