import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { isJsonObject } from "../store/json-value.ts";

/** A viewer that answers. */
export interface RunningViewer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Where it keeps everything; absent when it does not say so without its key. */
  readonly directory?: string;
}

const PATIENCE_MS = 1_500;

/** Asks whether a viewer answers at a URL; `undefined` when nobody, or somebody else, does. */
export async function findViewer(url: string, apiKey?: string): Promise<RunningViewer | undefined> {
  try {
    const response = await fetch(`${url}/api/health`, {
      headers: bearer(apiKey),
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "error",
    });
    const health: unknown = await response.json();
    if (!isJsonObject(health) || health["name"] !== "braintrust-replicate-viewer") return undefined;
    const { directory } = health;
    return { url, ...(typeof directory === "string" ? { directory } : {}) };
  } catch {
    return undefined;
  }
}

/** Whether a viewer may be the one of a directory, as far as it says; where links lead counts. */
export function keepsIn(viewer: RunningViewer, directory: string): boolean {
  return viewer.directory === undefined || realPath(viewer.directory) === realPath(directory);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** The header by which a viewer knows who may ask. */
export function bearer(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
}

/** The address at which this machine reaches what listens on `host`. */
export function urlOf(host: string, port: number): string {
  const reachable = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
