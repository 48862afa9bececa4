import type { JsonObject } from "../store/json-value.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { CollectedAttachment } from "../store/row-store.ts";
import { formatBytes } from "./format-bytes.ts";

/** Finds an attachment by the key that its row names. */
export type FindAttachment = (key: string) => CollectedAttachment | undefined;

/** More than any line shows; the rest of a long text is not even looked at. */
const MOST_CHARACTERS = 500;
const MOST_FIELDS = 4;
const LONGEST_URL = 60;

/**
 * Says in a few words what was logged: text in quotes, media by kind and size, URLs without their
 * middle, lists by their length and first item. The result may hold control characters of the
 * logged value: `terminalText` comes after.
 *
 * @example
 * summarizeValue(["https://replicate.delivery/xezq/abc/out-0.png", 2, 3]);
 * // "[3 items] replicate.delivery/…/out-0.png …"
 */
export function summarizeValue(value: unknown, findAttachment: FindAttachment = notFound): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return summarizeText(value);
  if (Array.isArray(value)) return summarizeList(value, findAttachment);
  if (isJsonObject(value)) return summarizeObject(value, findAttachment);
  return JSON.stringify(value) ?? "";
}

function notFound(): undefined {
  return undefined;
}

function summarizeText(text: string): string {
  const start = text.slice(0, MOST_CHARACTERS);
  if (/^https?:\/\/\S+$/i.test(start)) return shortenUrl(start);
  const media = /^data:([^;,]{1,100})[;,]/i.exec(start)?.[1];
  if (media !== undefined) return `${media} inline`;
  const line = start.replace(/\s+/g, " ").trim();
  return `"${line}${text.length > MOST_CHARACTERS ? "…" : ""}"`;
}

function shortenUrl(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? "";
  const [host = "", ...segments] = url
    .slice(scheme.length)
    // A query often holds a signature: it is long, secret and says nothing.
    .replace(/[?#].*$/, "")
    .split("/");
  const file = segments.at(-1) ?? "";
  const place = segments.length > 1 ? `${host}/…/${file}` : [host, ...segments].join("/");
  const short = /^https?:/i.test(scheme) ? place : `${scheme}${place}`;
  return short.length > LONGEST_URL ? `${short.slice(0, LONGEST_URL)}…` : short;
}

function summarizeList(items: readonly unknown[], findAttachment: FindAttachment): string {
  const count = `[${items.length} ${items.length === 1 ? "item" : "items"}]`;
  const first = isNested(items[0]) ? "" : summarizeValue(items[0], findAttachment);
  if (first === "") return count;
  return `${count} ${first}${items.length > 1 ? " …" : ""}`;
}

function summarizeObject(value: JsonObject, findAttachment: FindAttachment): string {
  const media = summarizeMedia(value, findAttachment);
  if (media !== undefined) return media;
  const fields = Object.entries(value);
  const shown = fields.slice(0, MOST_FIELDS).map(([name, item]) => {
    const summary = isNested(item) ? outline(item) : summarizeValue(item, findAttachment);
    return `${name}: ${summary === "" ? "null" : summary}`;
  });
  return `{ ${[...shown, ...(fields.length > MOST_FIELDS ? ["…"] : [])].join(", ")} }`;
}

/** Whether a value holds more values: one level is shown, what is below only outlined. */
function isNested(value: unknown): boolean {
  return Array.isArray(value) || (isJsonObject(value) && typeof value["type"] !== "string");
}

function outline(value: unknown): string {
  return Array.isArray(value)
    ? `[${value.length} ${value.length === 1 ? "item" : "items"}]`
    : "{…}";
}

function summarizeMedia(value: JsonObject, findAttachment: FindAttachment): string | undefined {
  const kind = typeof value["content_type"] === "string" ? value["content_type"] : "file";
  if (value["type"] === "external_attachment" && typeof value["url"] === "string") {
    return `${kind} ${shortenUrl(value["url"].slice(0, MOST_CHARACTERS))}`;
  }
  if (value["type"] !== "braintrust_attachment" || typeof value["key"] !== "string") {
    return undefined;
  }
  const attachment = findAttachment(value["key"]);
  if (attachment?.status === "error") return `${kind} (upload failed)`;
  if (attachment?.bytes !== undefined) return `${kind} ${formatBytes(attachment.bytes.byteLength)}`;
  return typeof value["filename"] === "string" ? `${kind} ${value["filename"]}` : kind;
}
