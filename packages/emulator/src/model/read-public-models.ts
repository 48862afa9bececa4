import { createReadStream } from "node:fs";
import { isJsonObject } from "../json.ts";
import { ListSplitter } from "./list-splitter.ts";
import type { PublicModelRecord } from "./public-model.ts";

/** Bytes that are read at once. */
const CHUNK = 256 * 1024;

/**
 * Reads `models.json` of npm's `all-the-public-replicate-models` one record at a time, so that no
 * more of its 63 MB is in memory than the caller keeps. Ending the loop early closes the file.
 *
 * @param path - The file; the package's `exports` do not name it, hence the longer way below.
 * @throws the system's error when the file cannot be read, and a `TypeError` that says which record
 *   is not one of a model. What the file says is in no message.
 * @example
 * ```ts
 * const main = createRequire(import.meta.url).resolve("all-the-public-replicate-models");
 * const emulator = createEmulator();
 * for await (const record of readPublicModels(join(dirname(main), "models.json"))) {
 *   if (record.owner === "meta") emulator.addModel(publicModel(record));
 * }
 * ```
 */
export async function* readPublicModels(
  path: string,
): AsyncGenerator<PublicModelRecord, void, undefined> {
  const splitter = new ListSplitter();
  let count = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK })) {
    for (const text of split(splitter, bytes as Buffer, path)) {
      count += 1;
      const record = parsed(text);
      if (!isPublicModel(record)) {
        throw new TypeError(`Record ${count} of ${path} is not one of a model.`);
      }
      yield record;
    }
  }
  if (!splitter.ended) throw new TypeError(`${path} ends before its list does.`);
}

function split(splitter: ListSplitter, bytes: Buffer, path: string): readonly string[] {
  try {
    return splitter.push(bytes);
  } catch (error) {
    throw new TypeError(`${path} is not a list of models.`, { cause: error });
  }
}

/** A parser's own complaint quotes the text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isPublicModel(value: unknown): value is PublicModelRecord {
  return (
    isJsonObject(value) && typeof value["owner"] === "string" && typeof value["name"] === "string"
  );
}
