import type { CollectedRow } from "../store/collected-row.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { JsonObject } from "../store/json-value.ts";
import type { MediaKind } from "./media-kind.ts";
import { mediaKind } from "./media-kind.ts";

/** A file that a row speaks of: uploaded beside it, inside it, or somewhere on the network. */
export interface FileReference {
  /** Where in the row, such as `output.0`. */
  readonly path: string;
  readonly source:
    | { readonly type: "attachment"; readonly key: string }
    | { readonly type: "inline"; readonly dataUri: string }
    | { readonly type: "url"; readonly url: string };
  readonly filename: string;
  readonly contentType: string | null;
  readonly kind: MediaKind;
}

/** More than any page shows; a hostile row could name millions. */
const MOST_FILES = 500;
const MOST_VALUES = 50_000;
const LONGEST_URL = 4_096;
const LONGEST_NAME = 200;

/** The fields of a row in which files are looked for. */
const FIELDS = ["output", "input", "expected", "metadata"] as const;

/**
 * Finds the files of a row, those that came out first; pure. What is found is data: nothing here
 * opens or fetches it.
 *
 * @example
 * filesOfRow({ id: "a", output: ["https://replicate.delivery/x/out.png"] })[0]?.path; // "output.0"
 */
export function filesOfRow(row: CollectedRow): readonly FileReference[] {
  const found: FileReference[] = [];
  const open: { readonly path: string; readonly value: unknown }[] = [];
  for (const field of FIELDS.toReversed()) open.push({ path: field, value: row[field] });
  let seen = 0;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    seen += 1;
    if (seen > MOST_VALUES || found.length >= MOST_FILES) break;
    const { path, value } = place;
    const file = referenceOf(value, path);
    if (file !== undefined) {
      found.push(file);
      continue;
    }
    if (typeof value !== "object" || value === null) continue;
    // From the end, as the last pushed is looked at first.
    for (const [name, child] of Object.entries(value).slice(0, MOST_VALUES).toReversed()) {
      if (child !== null && (typeof child === "object" || typeof child === "string")) {
        open.push({ path: `${path}.${name}`, value: child });
      }
    }
  }
  return found;
}

/** The file that a single value stands for, if it does. */
function referenceOf(value: unknown, path: string): FileReference | undefined {
  if (typeof value === "string") return referenceOfText(value, path);
  if (!isJsonObject(value)) return undefined;
  const contentType = text(value["content_type"]);
  switch (value["type"]) {
    case "braintrust_attachment":
      return attachmentOf(value, path);
    case "external_attachment": {
      const url = text(value["url"]);
      return url === null
        ? undefined
        : { ...urlReference(url, path), ...named(value, contentType) };
    }
    case "inline_attachment":
      return typeof value["src"] === "string" ? referenceOfText(value["src"], path) : undefined;
    default:
      return undefined;
  }
}

function attachmentOf(value: JsonObject, path: string): FileReference | undefined {
  const { key } = value;
  if (typeof key !== "string") return undefined;
  const contentType = text(value["content_type"]);
  const { filename = "attachment" } = named(value, contentType);
  const kind = mediaKind({ contentType, filename });
  return { path, source: { type: "attachment", key }, filename, contentType, kind };
}

function named(
  value: JsonObject,
  contentType: string | null,
): { filename?: string; contentType?: string; kind?: MediaKind } {
  const filename = text(value["filename"])?.slice(0, LONGEST_NAME);
  return {
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === null ? {} : { contentType, kind: mediaKind({ contentType }) }),
  };
}

function referenceOfText(value: string, path: string): FileReference | undefined {
  if (value.startsWith("data:")) return inlineReference(value, path);
  if (value.length > LONGEST_URL || !/^https?:\/\/[^\s]+$/i.test(value)) return undefined;
  const reference = urlReference(value, path);
  // A link in a text model's answer or input is no file; what came out as a bare URL is one.
  return reference.kind === "file" && !isDelivered(value) ? undefined : reference;
}

function inlineReference(dataUri: string, path: string): FileReference | undefined {
  const contentType = /^data:([\w.+-]{1,60}\/[\w.+-]{1,60})[;,]/.exec(dataUri)?.[1];
  if (contentType === undefined) return undefined;
  const filename = path.replaceAll(".", "-").slice(0, LONGEST_NAME);
  const kind = mediaKind({ contentType });
  return { path, source: { type: "inline", dataUri }, filename, contentType, kind };
}

function urlReference(url: string, path: string): FileReference {
  const last =
    url
      .replace(/[?#].*$/, "")
      .split("/")
      .at(-1) ?? "";
  const filename = decoded(last).slice(0, LONGEST_NAME) || "file";
  const kind = mediaKind({ filename });
  return { path, source: { type: "url", url }, filename, contentType: null, kind };
}

/** Replicate's own hosts serve files and nothing else. */
function isDelivered(url: string): boolean {
  return /^https:\/\/(?:[\w-]+\.)*replicate\.delivery\//i.test(url);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
