import type { CollectedRow } from "./collected-row.ts";
import type { JsonObject } from "./json-value.ts";
import { isJsonObject } from "./json-value.ts";
import type { ArrayDeletion, LoggedRow } from "./logged-row.ts";

/** Who the span is does not change: the first value stays. */
const KEEP_FIRST = new Set(["created", "span_id", "root_span_id", "span_parents", "_parent_id"]);

/** Instructions to the merge; the stored row does not carry them. */
const INSTRUCTIONS = new Set(["_is_merge", "_merge_paths", "_object_delete", "_array_delete"]);

/** A row may not reach the prototype of what it is merged into. */
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

const LEFT_OUT: readonly string[] = [...INSTRUCTIONS, ...FORBIDDEN_KEYS];

/**
 * Applies one logged row to the stored row of the same key; pure, both arguments stay as they are.
 * Answers `undefined` when the row deletes.
 *
 * The rule is the one that Braintrust's SDKs apply before they post (`mergeRowBatch` of the
 * JavaScript SDK 3.35.0): without `_is_merge` the row replaces; with it plain objects merge deeply,
 * other values replace, `tags` of both sides are united, `created`, `span_id`, `root_span_id` and
 * `span_parents` keep their first value. `_merge_paths` names objects that are replaced all the
 * same, `_array_delete` takes values out of lists, `_object_delete` removes the row. A merge row
 * may come first. The same row twice changes nothing.
 *
 * @example
 * mergeRow({ id: "a", metrics: { start: 1 } }, { id: "a", metrics: { end: 2 }, _is_merge: true });
 * // { id: "a", metrics: { start: 1, end: 2 } }
 */
export function mergeRow(
  stored: CollectedRow | undefined,
  logged: LoggedRow,
): CollectedRow | undefined {
  if (logged._object_delete === true) return undefined;
  const fields = withoutInstructions(logged);
  const merged =
    stored === undefined || logged._is_merge !== true
      ? fields
      : mergeFields(stored, fields, logged._merge_paths ?? []);
  return { ...deleteFromLists(merged, logged._array_delete ?? []), id: logged.id };
}

function withoutInstructions(logged: LoggedRow): JsonObject {
  // A copy at once: entries and back took a part of the time of storing a row that was measured.
  const fields: Record<string, unknown> = { ...logged };
  for (const key of LEFT_OUT) delete fields[key];
  return fields;
}

function mergeFields(
  stored: CollectedRow,
  fields: JsonObject,
  replacedPaths: readonly (readonly string[])[],
): JsonObject {
  const replaced = new Set(replacedPaths.map((path) => JSON.stringify(path)));
  const merged: Record<string, unknown> = mergeObjects(stored, fields, { path: [], replaced });
  for (const field of KEEP_FIRST) {
    if (stored[field] != null) merged[field] = stored[field];
  }
  const tags: unknown = fields["tags"];
  if (stored.tags != null && Array.isArray(tags) && !replaced.has('["tags"]')) {
    merged["tags"] = [...new Set([...stored.tags, ...Array.from<unknown>(tags)])];
  }
  return merged;
}

interface MergePlace {
  readonly path: readonly string[];
  readonly replaced: ReadonlySet<string>;
}

function mergeObjects(
  into: JsonObject,
  from: JsonObject,
  place: MergePlace,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...into };
  for (const [key, value] of Object.entries(from)) {
    if (FORBIDDEN_KEYS.has(key) || value === undefined) continue;
    const path = [...place.path, key];
    const present = Object.hasOwn(into, key) ? into[key] : undefined;
    merged[key] =
      isJsonObject(present) && isJsonObject(value) && !place.replaced.has(JSON.stringify(path))
        ? mergeObjects(present, value, { ...place, path })
        : value;
  }
  return merged;
}

function deleteFromLists(fields: JsonObject, deletions: readonly ArrayDeletion[]): JsonObject {
  return deletions.reduce<JsonObject>((row, deletion) => {
    const changed = deleteAt(row, deletion.path, deletion.delete);
    return isJsonObject(changed) ? changed : row;
  }, fields);
}

function deleteAt(value: unknown, path: readonly string[], gone: readonly unknown[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (!Array.isArray(value)) return value;
    const goneJson = new Set(gone.map((item) => JSON.stringify(item)));
    return value.filter((item) => !goneJson.has(JSON.stringify(item)));
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: deleteAt(value[key], rest, gone) };
}
