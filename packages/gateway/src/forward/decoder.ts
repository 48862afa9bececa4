import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { Transform } from "node:stream";

/**
 * Undoes a content coding; undefined for one that is not known. `identity` has no decoder either.
 *
 * @throws never; what cannot be decoded ends the stream with an `error`.
 */
export function decoderFor(coding: string): Transform | undefined {
  switch (coding.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

/** Whether a body of this `content-encoding` is not coded at all. */
export function isIdentity(coding: string | undefined): boolean {
  return coding === undefined || coding === "" || coding.trim().toLowerCase() === "identity";
}
