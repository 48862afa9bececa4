import { isObject } from "./shape.ts";

/** Whether a text is the URL of a file, or an inline one; the client's own test. */
export function isFileUrl(text: string): boolean {
  return /^(?:https?:|data:)/.test(text);
}

/**
 * The URL behind a `FileOutput`, by its `toString`. Only that is asked for: the stream itself can be
 * read once, and belongs to the caller. Clients 0.34.0-1.3.1 made one without a URL of any chunk
 * that starts with `https:`; what it said is lost to the caller, and to us.
 */
export function fileOutputUrl(value: unknown): string | undefined {
  if (!isObject(value) || !("url" in value)) return undefined;
  const url: unknown = (value as { toString(): unknown }).toString();
  return typeof url === "string" && isFileUrl(url) ? url : undefined;
}
