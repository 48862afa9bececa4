import type { CollectedRow } from "./collected-row.ts";
import type { JsonObject } from "./json-value.ts";
import { isJsonObject, nestsDeeperThan } from "./json-value.ts";

/** Values to take out of one list of a row. */
export interface ArrayDeletion {
  readonly path: readonly string[];
  readonly delete: readonly unknown[];
}

/** A row as posted: the fields to store and how to merge them into what is there. */
export interface LoggedRow extends CollectedRow {
  /** Merge into the stored row; otherwise the row replaces it. */
  readonly _is_merge?: boolean | null;
  /** Paths whose objects are replaced and not merged. */
  readonly _merge_paths?: readonly (readonly string[])[] | null;
  /** The row is removed. */
  readonly _object_delete?: boolean | null;
  /** Values to remove from lists, after the merge. */
  readonly _array_delete?: readonly ArrayDeletion[] | null;
}

/** Either a row that can be stored or the reason why it cannot. */
export type ReadRow = { readonly row: LoggedRow } | { readonly problem: string };

/** Merging walks rows recursively; no SDK sends rows near this depth. */
const MAX_DEPTH = 1_000;

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === "string";
const isBoolean: Check = (value) => typeof value === "boolean";
const isStrings: Check = (value) => Array.isArray(value) && value.every(isString);
const isNumbers: Check = (value) =>
  isJsonObject(value) &&
  Object.values(value).every((item) => item === null || typeof item === "number");
const isPaths: Check = (value) => Array.isArray(value) && value.every(isStrings);
const isDeletions: Check = (value) =>
  Array.isArray(value) &&
  value.every(
    (item) => isJsonObject(item) && isStrings(item["path"]) && Array.isArray(item["delete"]),
  );
const isSpanAttributes: Check = (value) =>
  isJsonObject(value) &&
  ["name", "type"].every((field) => value[field] == null || isString(value[field])) &&
  (value["exec_counter"] == null || typeof value["exec_counter"] === "number");

const OPTIONAL_FIELDS: readonly (readonly [field: string, check: Check, expected: string])[] = [
  ["span_id", isString, "a string"],
  ["root_span_id", isString, "a string"],
  ["span_parents", isStrings, "a list of strings"],
  ["span_attributes", isSpanAttributes, "an object whose name and type are strings"],
  ["metadata", isJsonObject, "an object"],
  ["metrics", isNumbers, "an object of numbers"],
  ["scores", isNumbers, "an object of numbers"],
  ["context", isJsonObject, "an object"],
  ["tags", isStrings, "a list of strings"],
  ["created", isString, "a string"],
  ["project_id", isString, "a string"],
  ["experiment_id", isString, "a string"],
  ["log_id", isString, "a string"],
  ["_is_merge", isBoolean, "a boolean"],
  ["_object_delete", isBoolean, "a boolean"],
  ["_merge_paths", isPaths, "a list of lists of strings"],
  ["_array_delete", isDeletions, "a list of { path, delete }"],
];

/**
 * Checks one posted row, so that every stored row keeps the promises of its type. Never throws and
 * never repeats logged values in the reason.
 *
 * @example
 * readLoggedRow({ id: 7 }); // { problem: "id must be a non-empty string" }
 */
export function readLoggedRow(value: unknown): ReadRow {
  if (!isJsonObject(value)) return { problem: "a row must be an object" };
  const { id } = value;
  if (typeof id !== "string" || id === "") return { problem: "id must be a non-empty string" };
  for (const [field, check, expected] of OPTIONAL_FIELDS) {
    if (value[field] != null && !check(value[field])) {
      return { problem: `${field} must be ${expected}` };
    }
  }
  if (nestsDeeperThan(value, MAX_DEPTH)) {
    return { problem: `the row nests deeper than ${MAX_DEPTH} levels` };
  }
  return { row: withId(value, id) };
}

function withId(fields: JsonObject, id: string): LoggedRow {
  return { ...fields, id };
}
