import { isFileUrl } from "../wire/file-url.ts";

/**
 * Whether a list of strings is the chunks of one text. Language models answer lists of chunks, and
 * so do models whose answer is a list; without the model's schema the chunks give themselves away.
 *
 * @param streamsText - Whether the prediction offered a stream of text, which settles it.
 */
export function isTextChunks(
  output: readonly unknown[],
  streamsText: boolean,
): output is readonly string[] {
  if (output.length === 0 || !output.every((item) => typeof item === "string")) return false;
  // One chunk of a text may be a URL; a text of nothing but URLs is a list of files.
  if (output.every((item) => item === "" || isFileUrl(item))) return false;
  if (streamsText) return true;
  return output.length > 1 && output.some((item) => item === "" || /^\s|\s$/.test(item));
}

/** The path of a stream of files; that of a text is another. */
const FILE_STREAM = /^[a-z]+:\/\/[^/]+\/v1\/files\//;

/** Whether a stream URL is one of text. */
export function offersTextStream(streamUrl: string | undefined): boolean {
  return !!streamUrl && !FILE_STREAM.test(streamUrl);
}
