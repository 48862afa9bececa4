import { hash } from "node:crypto";
import type { CollectedRow } from "../store/collected-row.ts";
import { rowKey } from "../store/collected-row.ts";

/** The key of a row in URLs: tells it from every other and is safe whatever was logged. */
export function publicKey(row: CollectedRow): string {
  return hash("sha256", rowKey(row), "base64url").slice(0, 22);
}
