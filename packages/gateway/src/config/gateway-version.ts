import { readFileSync } from "node:fs";

/** The version of this package. */
export function gatewayVersion(): string {
  // From `src/config` and from `dist/config` alike.
  const path = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly version: string }).version;
}
