import { mp4File } from "./mp4-file.ts";
import { pngFile } from "./png-file.ts";
import { wavFile } from "./wav-file.ts";

/** The formats the emulator can make. */
export type FileFormat = "png" | "wav" | "mp4";

/** A place in a script's output where a generated file belongs; made by {@link file}. */
export class DeliveredFile {
  readonly format: FileFormat;
  readonly seed: number;

  constructor(format: FileFormat, seed: number) {
    this.format = format;
    this.seed = seed;
  }
}

const CONTENT_TYPES: Readonly<Record<FileFormat, string>> = {
  png: "image/png",
  wav: "audio/wav",
  mp4: "video/mp4",
};

/**
 * Stands for a generated file in a script's output. Answers carry its delivery URL
 * (`https://replicate.delivery/…`), and that URL serves the file. Different seeds give different
 * files, except for MP4, of which there is one.
 *
 * @example
 * ```ts
 * const script = { output: [file("png", 1), file("png", 2)] };
 * ```
 */
export function file(format: FileFormat, seed = 0): DeliveredFile {
  return new DeliveredFile(format, seed);
}

/**
 * The same file inline, as the `data:` URI that blocking answers carried in 2024.
 *
 * @example
 * ```ts
 * const script = { output: [dataUri("png", 1)] };
 * ```
 */
export function dataUri(format: FileFormat, seed = 0): string {
  const bytes = Buffer.from(fileBytes({ format, seed }));
  return `data:${contentTypeOf(format)};base64,${bytes.toString("base64")}`;
}

/** The media type a delivered file is served with. */
export function contentTypeOf(format: FileFormat): string {
  return CONTENT_TYPES[format];
}

/** The bytes of a delivered file. */
export function fileBytes({ format, seed }: { format: FileFormat; seed: number }): Uint8Array {
  switch (format) {
    case "png":
      return pngFile(seed);
    case "wav":
      return wavFile({ seed });
    case "mp4":
      return mp4File();
  }
}

/** Copies a JSON value with each {@link DeliveredFile} in it replaced by what `urlOf` says. */
export function withFileUrls(value: unknown, urlOf: (file: DeliveredFile) => string): unknown {
  if (value instanceof DeliveredFile) return urlOf(value);
  if (Array.isArray(value)) return value.map((item) => withFileUrls(item, urlOf));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withFileUrls(member, urlOf)]),
  );
}
