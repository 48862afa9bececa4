import { RecordedMedia } from "./recorded-value.ts";

const DATA_URI = /^data:([a-z0-9.+-]+\/[a-z0-9.+-]+)?((?:;[^,;]{0,64}){0,4}),/i;

/** What every unnamed sequence of bytes is, by RFC 2046. */
const BYTES = "application/octet-stream";

/**
 * Recognises a file that was passed inline: a data URI, a `Blob`, a `File`, bytes. Bytes are
 * copied at once, because their owner may reuse the buffer; a data URI is decoded later.
 *
 * @param path - Where the file is, from which an unnamed one gets its name.
 */
export function describeMedia(value: unknown, path: string): RecordedMedia | undefined {
  if (typeof value === "string") return dataUri(value, path);
  if (typeof value !== "object" || value === null) return undefined;
  if (typeof Blob !== "undefined" && value instanceof Blob) return blob(value, path);
  if (ArrayBuffer.isView(value)) {
    return bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), path);
  }
  if (value instanceof ArrayBuffer) return bytes(new Uint8Array(value), path);
  return undefined;
}

function dataUri(value: string, path: string): RecordedMedia | undefined {
  if (!value.startsWith("data:")) return undefined;
  const head = DATA_URI.exec(value.slice(0, 400));
  if (!head) return undefined;
  const contentType = (head[1] ?? "text/plain").toLowerCase();
  return new RecordedMedia(value, { contentType, filename: filename(path, contentType) });
}

function blob(value: Blob, path: string): RecordedMedia {
  const contentType = value.type === "" ? BYTES : value.type;
  const named = "name" in value && typeof value.name === "string" ? value.name : "";
  return new RecordedMedia(value, {
    contentType,
    filename: named === "" ? filename(path, contentType) : named,
  });
}

function bytes(view: Uint8Array, path: string): RecordedMedia {
  const copy = new Blob([new Uint8Array(view)], { type: BYTES });
  return new RecordedMedia(copy, { contentType: BYTES, filename: filename(path, BYTES) });
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
  const type = contentType.split(";", 1)[0] ?? contentType;
  const extension = EXTENSIONS[type] ?? type.split("/")[1]?.replace(/[^a-z0-9]+/g, "-") ?? "bin";
  const base = path.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 80);
  return `${base}.${extension}`;
}
