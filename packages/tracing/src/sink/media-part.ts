import type { RecordedMedia, RecordedValue } from "../record/recorded-value.ts";

/** The modalities that the conventions know; anything else is a `file`. */
export type Modality = "image" | "video" | "audio" | "file";

/** A file that was passed inline or by its URL. */
export interface FoundMedia {
  readonly modality: Modality;
  readonly mimeType: string | undefined;
  /** The bytes, encoded, where they are at hand without waiting. */
  readonly base64: string | undefined;
  readonly uri: string | undefined;
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  svg: "image/svg+xml",
  avif: "image/avif",
  wav: "audio/wav",
  mp3: "audio/mpeg",
  flac: "audio/flac",
  ogg: "audio/ogg",
  m4a: "audio/mp4",
  opus: "audio/opus",
  mp4: "video/mp4",
  webm: "video/webm",
  mov: "video/quicktime",
};

const WEB_URL = /^https?:\/\/\S+$/;

/** Recognises a file, inline or by its URL. By shape: the other format has a class of its own. */
export function findMedia(value: RecordedValue | undefined): FoundMedia | undefined {
  if (typeof value === "string") return WEB_URL.test(value) ? atUrl(value) : undefined;
  if (!isRecordedMedia(value)) return undefined;
  const mimeType = value.contentType;
  return { modality: modalityOf(mimeType), mimeType, base64: value.base64, uri: undefined };
}

/** The type of a file whose name ends like this, if that says it. */
export function mimeTypeOfExtension(extension: string): string | undefined {
  return MIME_TYPES[extension.toLowerCase()];
}

/** The general type of what a MIME type names. */
export function modalityOf(mimeType: string | undefined): Modality {
  const [general] = (mimeType ?? "").split("/");
  return general === "image" || general === "video" || general === "audio" ? general : "file";
}

function atUrl(uri: string): FoundMedia {
  const extension = /\.([A-Za-z0-9]{2,4})(?:[?#]|$)/.exec(uri)?.[1] ?? "";
  const mimeType = mimeTypeOfExtension(extension);
  return { modality: modalityOf(mimeType), mimeType, base64: undefined, uri };
}

function isRecordedMedia(value: RecordedValue | undefined): value is RecordedMedia {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<RecordedMedia>).load === "function"
  );
}
