import { scrubSecrets } from "../wire/scrub-secrets.ts";
import { RecordedMedia, type RecordedValue } from "./recorded-value.ts";

/** The same value with secrets blanked out that became known after it was described. */
export function scrubRecorded(value: RecordedValue, secrets: readonly string[]): RecordedValue {
  if (typeof value === "string") return scrubSecrets(value, secrets);
  if (typeof value !== "object" || value === null || value instanceof RecordedMedia) return value;
  if (Array.isArray(value)) {
    return value.map((item: RecordedValue) => scrubRecorded(item, secrets));
  }
  const fields = Object.entries(value as Readonly<Record<string, RecordedValue>>);
  return Object.fromEntries(fields.map(([key, item]) => [key, scrubRecorded(item, secrets)]));
}
