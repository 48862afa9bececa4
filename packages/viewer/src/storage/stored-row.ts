import type { CollectedRow } from "../store/collected-row.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { SqlRow } from "./sql-database.ts";

/** The row in the column `json`. Only checked rows are ever stored; what is read back is one of them. */
export function rowOf(stored: SqlRow): CollectedRow {
  const row: unknown = JSON.parse(String(stored["json"]));
  if (!isRow(row)) throw new TypeError("What is stored is no row");
  return row;
}

function isRow(value: unknown): value is CollectedRow {
  return isJsonObject(value) && typeof value["id"] === "string";
}
