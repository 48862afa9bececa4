import { textOf } from "../wire/shape.ts";
import { RecordedMedia } from "./recorded-value.ts";

const DATA_URI = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[^,;]{0,64}){0,4},/;

/** What every unnamed sequence of bytes is, by RFC 2046. */
const BYTES = "application/octet-stream";

/**
 * Recognises a file that was passed inline: a data URI, a `Blob`, a `File`, bytes. Bytes are
 * copied at once, because their owner may reuse the buffer; a data URI is decoded later.
 *
 * @param path - Where the file is, from which an unnamed one gets its name.
 * @param label - Makes of its type and name what may be told of them.
 */
export function describeMedia(
  value: unknown,
  path: string,
  label: (text: string) => string,
): RecordedMedia | undefined {
  const media = (source: Blob | string, contentType: string, name?: unknown): RecordedMedia =>
    new RecordedMedia(source, {
      contentType: label(contentType),
      filename: label(textOf(name) || filename(path, contentType)),
    });
  if (typeof value === "string") {
    const head = DATA_URI.exec(value.slice(0, 400));
    return head ? media(value, (head[1] ?? "text/plain").toLowerCase()) : undefined;
  }
  if (value instanceof Blob) return media(value, value.type || BYTES, (value as File).name);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return media(new Blob([value as BlobPart]), BYTES);
  }
  return undefined;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/svg+xml": "svg",
  "audio/mpeg": "mp3",
  "audio/x-wav": "wav",
  "video/quicktime": "mov",
  "text/plain": "txt",
  [BYTES]: "bin",
};

/** `input.image` of type `image/png` becomes `input-image.png`. */
function filename(path: string, contentType: string): string {
  const [type = ""] = contentType.split(";");
  const [, subtype = "bin"] = type.split("/");
  const extension = EXTENSIONS[type] ?? subtype.replace(/[^a-z0-9]+/g, "-");
  const base = path.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 80);
  return `${base}.${extension}`;
}
