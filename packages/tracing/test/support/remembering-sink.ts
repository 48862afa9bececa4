import type { ExecutionRecord, Sink } from "braintrust-replicate";

/** A sink that remembers what it was told. */
export interface RememberingSink extends Sink {
  readonly ended: ExecutionRecord[];
  readonly opened: ExecutionRecord[];
  readonly parents: unknown[];
}

/** A sink of the app's own. */
export function rememberingSink(): RememberingSink {
  const opened: ExecutionRecord[] = [];
  const ended: ExecutionRecord[] = [];
  const parents: unknown[] = [];
  return {
    opened,
    ended,
    parents,
    listening: () => true,
    place: (_, parent) => {
      parents.push(parent);
      return "here";
    },
    open: (_, record) => {
      opened.push(record);
      return {
        enter: (work) => work(),
        update: () => {},
        end: (whole) => void ended.push(whole),
        addFiles: () => {},
      };
    },
    resume: () => undefined,
    flush: () => Promise.resolve(),
  };
}
