import { report, type ErrorListener } from "../diagnostics/diagnostics.ts";
import { OMITTED, RecordedMedia, type RecordedValue } from "../record/recorded-value.ts";
import type { BraintrustModule } from "./braintrust-state.ts";

/** The same value with every file replaced. The value itself is not changed. */
export function replaceMedia(
  value: RecordedValue,
  replace: (media: RecordedMedia) => unknown,
): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof RecordedMedia) return replace(value);
  if (Array.isArray(value)) return value.map((item: RecordedValue) => replaceMedia(item, replace));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value as Readonly<Record<string, RecordedValue>>)) {
    copy[key] = replaceMedia(item, replace);
  }
  return copy;
}

/** The same value with files left out. They follow in a row of their own, decoded. */
export function withoutMedia(value: RecordedValue): unknown {
  return replaceMedia(value, () => OMITTED);
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
      "the app's copy of `braintrust` was not found, so files are left out; pass it as the option `braintrust`",
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
