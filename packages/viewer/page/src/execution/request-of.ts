import type { ApiJson, ExecutionDetail, MediaItem } from "../../../src/api/contract.ts";
import { isJsonObject, type JsonObject } from "../api/json.ts";

/** Which of Replicate's ways to run a model. */
export type Target =
  | { readonly kind: "version"; readonly reference: string; readonly version: string }
  | { readonly kind: "model"; readonly owner: string; readonly name: string }
  | { readonly kind: "deployment"; readonly owner: string; readonly name: string };

/** What would run an execution again. */
export interface ReplicateRequest {
  readonly target: Target;
  readonly input: JsonObject;
  readonly streams: boolean;
}

const PART = /^[\w.-]+$/;
const VERSION = /^[0-9a-f]{64}$/;

/**
 * Reads from a row what was asked of Replicate; `undefined` where the row does not say it, as for
 * trainings, whose destination is not logged.
 */
export function requestOf({ summary, row, media }: ExecutionDetail): ReplicateRequest | undefined {
  const input = row["input"];
  if (!isJsonObject(input) || summary.name.includes("trainings")) return undefined;
  const target = targetOf(summary);
  if (target === undefined) return undefined;
  const sendable = withoutFiles(input, "input", filesByPath(media));
  if (!isJsonObject(sendable)) return undefined;
  return { target, input: sendable, streams: summary.name.endsWith(".stream") };
}

function targetOf({ model, version, deployment }: ExecutionDetail["summary"]): Target | undefined {
  const deployed = partsOf(deployment);
  if (deployed !== undefined) return { kind: "deployment", ...deployed };
  const named = partsOf(model);
  if (version !== null && VERSION.test(version)) {
    const reference = named === undefined ? version : `${named.owner}/${named.name}:${version}`;
    return { kind: "version", reference, version };
  }
  return named === undefined ? undefined : { kind: "model", ...named };
}

/** Names come from rows: what is no name of Replicate's goes into no command. */
function partsOf(
  name: string | null,
): { readonly owner: string; readonly name: string } | undefined {
  const [owner = "", model = "", ...more] = name?.split("/") ?? [];
  return PART.test(owner) && PART.test(model) && more.length === 0
    ? { owner, name: model }
    : undefined;
}

function filesByPath(media: readonly MediaItem[]): ReadonlyMap<string, MediaItem> {
  return new Map(media.map((item) => [item.path, item]));
}

/** Deeper than any model's input. */
const DEEPEST = 50;

/** Files stand in a row as references, which nobody can send: a web address or a note replaces them. */
function withoutFiles(
  value: ApiJson,
  path: string,
  files: ReadonlyMap<string, MediaItem>,
): ApiJson {
  const file = files.get(path);
  if (file !== undefined && typeof value !== "string") {
    const { source, filename } = file;
    return source !== null && /^https:\/\//i.test(source) ? source : `URL of ${filename}`;
  }
  if (typeof value !== "object" || value === null || path.split(".").length > DEEPEST) return value;
  if (Array.isArray(value)) {
    const items = value as readonly ApiJson[];
    return items.map((item, index) => withoutFiles(item, `${path}.${index}`, files));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      withoutFiles(item, `${path}.${name}`, files),
    ]),
  );
}
