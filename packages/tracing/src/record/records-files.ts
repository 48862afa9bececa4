import { isObject } from "../wire/shape.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { RecordedMedia, type RecordedValue } from "./recorded-value.ts";

/** Whether a record holds a file, so that sending it takes time. */
export function recordsFiles({ input, output }: ExecutionRecord): boolean {
  return holdsMedia(input) || holdsMedia(output);
}

/** Whether a value holds a file. */
export function holdsMedia(value: RecordedValue | undefined): boolean {
  if (!isObject(value)) return false;
  if (value instanceof RecordedMedia) return true;
  return Object.values(value as Readonly<Record<string, RecordedValue>>).some(holdsMedia);
}
