import { report, type ErrorListener } from "../diagnostics/diagnostics.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { mapLeaves, OMITTED, RecordedMedia, type RecordedValue } from "../record/recorded-value.ts";
import { holdsMedia } from "../record/records-files.ts";
import type { BraintrustModule } from "./braintrust-state.ts";

/** The same value with every file replaced. The value itself is not changed. */
function replaceMedia(value: RecordedValue, replace: (media: RecordedMedia) => unknown): unknown {
  return mapLeaves(value, (leaf) => (leaf instanceof RecordedMedia ? replace(leaf) : leaf));
}

/** The same value with files left out. They follow in a row of their own, decoded. */
export function withoutMedia(value: RecordedValue): unknown {
  return replaceMedia(value, () => OMITTED);
}

/** A part of a row with the files of an execution. */
export function filesOf(
  record: Pick<ExecutionRecord, "input" | "output">,
  attach: (media: RecordedMedia) => unknown,
): Record<string, unknown> {
  const part: Record<string, unknown> = {};
  for (const name of ["input", "output"] as const) {
    const value = record[name];
    if (value !== undefined && holdsMedia(value)) part[name] = replaceMedia(value, attach);
  }
  return part;
}

/** Makes attachments with the app's copy of the SDK, which is the one that uploads them. */
export function attach(
  media: RecordedMedia,
  braintrust: BraintrustModule | undefined,
  onError: ErrorListener,
): unknown {
  if (braintrust === undefined) {
    report(
      onError,
      "the app's `braintrust` was not found, so files are left out; pass it as the option `braintrust`",
    );
    return OMITTED;
  }
  try {
    const { contentType, filename } = media;
    return new braintrust.Attachment({ data: media.load(), filename, contentType });
  } catch (error) {
    report(onError, "a file could not be attached", error);
    return OMITTED;
  }
}
