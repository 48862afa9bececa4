import { readFileSync } from "node:fs";
import { isJsonObject } from "../store/json-value.ts";

/** The version of this package. */
export function viewerVersion(): string {
  // From `src/viewer` and from `dist/viewer` alike.
  const path = new URL("../../package.json", import.meta.url);
  const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
  return isJsonObject(manifest) ? String(manifest["version"]) : "unknown";
}
