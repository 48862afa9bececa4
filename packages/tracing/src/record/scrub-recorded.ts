import { scrubSecrets } from "../wire/scrub-secrets.ts";
import { mapLeaves, type RecordedValue } from "./recorded-value.ts";

/** The same value with secrets blanked out that became known after it was described. */
export function scrubRecorded(value: RecordedValue, secrets: readonly string[]): RecordedValue {
  const scrubbed = mapLeaves(value, (leaf) =>
    typeof leaf === "string" ? scrubSecrets(leaf, secrets) : leaf,
  );
  return scrubbed as RecordedValue;
}
