import type { OutputKind } from "../api/contract.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { FileReference } from "./files-of-row.ts";
import { messageText } from "./message-text.ts";
import { oneLine } from "./one-line.ts";

const MOST_CHARACTERS = 200;

/** What came out, in short. */
export interface OutputDescription {
  readonly outputKind: OutputKind;
  readonly outputText: string | null;
  readonly outputCount: number;
}

/** Describes an output by the files found in it, else by its first words. */
export function describeOutput(
  output: unknown,
  files: readonly FileReference[],
): OutputDescription {
  if (output === undefined || output === null) {
    return { outputKind: "none", outputText: null, outputCount: 0 };
  }
  const [first] = files.filter((file) => isOutput(file.path));
  const outputCount = Array.isArray(output) ? output.length : 1;
  if (first !== undefined) {
    const kind = first.kind;
    return { outputKind: kind === "text" ? "file" : kind, outputText: first.filename, outputCount };
  }
  const words = wordsOf(output);
  if (words !== undefined) {
    return { outputKind: "text", outputText: oneLine(words, MOST_CHARACTERS), outputCount };
  }
  return { outputKind: "json", outputText: shortJson(output), outputCount };
}

/** Tells a path in the output from one elsewhere in the row. */
export function isOutput(path: string): boolean {
  return path === "output" || path.startsWith("output.");
}

/** A value as JSON on one line, cut; never more of it is written out than is shown. */
export function shortJson(value: unknown): string {
  let left = 400;
  const pieces: string[] = [];
  const write = (piece: string): void => {
    pieces.push(piece);
    left -= piece.length;
  };
  const walk = (item: unknown, depth: number): void => {
    if (left <= 0) return;
    if (typeof item === "string") return write(JSON.stringify(item.slice(0, MOST_CHARACTERS)));
    if (typeof item !== "object" || item === null) return write(String(item));
    const filename = attachmentName(item);
    if (filename !== undefined) return write(filename.slice(0, MOST_CHARACTERS));
    if (depth > 4) return write("…");
    const isList = Array.isArray(item);
    write(isList ? "[" : "{ ");
    for (const [index, [name, child]] of Object.entries(item).slice(0, 40).entries()) {
      if (left <= 0) break;
      if (index > 0) write(", ");
      if (!isList) write(`${name.slice(0, 60)}: `);
      walk(child, depth + 1);
    }
    write(isList ? "]" : " }");
  };
  walk(value, 0);
  return oneLine(pieces.join(""), MOST_CHARACTERS);
}

/** The name of a file that was logged as an attachment: the rest of a reference tells nothing. */
function attachmentName(item: object): string | undefined {
  const { type, filename } = item as { readonly type?: unknown; readonly filename?: unknown };
  const isFile = typeof type === "string" && type.endsWith("_attachment");
  return isFile && typeof filename === "string" ? filename : undefined;
}

/** Text, a list of texts, or the first message of an answer. */
function wordsOf(output: unknown): string | undefined {
  if (typeof output === "string") return output;
  if (!Array.isArray(output) || output.length === 0) return undefined;
  const items: readonly unknown[] = output.slice(0, 100);
  if (items.every((item) => typeof item === "string")) return items.join(" ");
  const [first] = items;
  return messageText(
    isJsonObject(first) && isJsonObject(first["message"]) ? first["message"] : first,
  );
}
