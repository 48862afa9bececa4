import { isObject } from "../wire/shape.ts";

/**
 * A value that is safe to hand to any sink: plain JSON without cycles, secrets or surprises, with
 * media as leaves of their own.
 */
export type RecordedValue =
  | string
  | number
  | boolean
  | null
  | RecordedMedia
  | readonly RecordedValue[]
  | { readonly [key: string]: RecordedValue };

/** An image, a sound or any other file that was passed inline. */
export class RecordedMedia {
  readonly contentType: string;
  readonly filename: string;
  readonly #source: Blob | string;

  /** @param source - The bytes, or a data URI, which is decoded only when a sink asks. */
  constructor(source: Blob | string, about: { contentType: string; filename: string }) {
    this.#source = source;
    this.contentType = about.contentType;
    this.filename = about.filename;
  }

  /** The bytes in base64, where they came as such: encoding others takes time. */
  get base64(): string | undefined {
    const source = this.#source;
    if (typeof source !== "string") return undefined;
    const comma = source.indexOf(",");
    return /;\s*base64\s*$/i.test(source.slice(0, comma)) ? source.slice(comma + 1) : undefined;
  }

  /**
   * The bytes. Decodes a data URI, which takes some milliseconds per megabyte.
   *
   * @throws when a data URI is malformed.
   */
  load(): Blob {
    const source = this.#source;
    if (typeof source !== "string") return source;
    const { base64, contentType: type } = this;
    const bytes =
      base64 === undefined
        ? decodeURIComponent(source.slice(source.indexOf(",") + 1))
        : decodeBase64(base64);
    return new Blob([bytes], { type });
  }
}

/**
 * The same value with every leaf changed: texts, files, numbers. The value itself stays. A key
 * `__proto__` is left out: who merges such objects, as SDKs do, would change every object there is.
 */
export function mapLeaves(value: RecordedValue, change: (leaf: RecordedValue) => unknown): unknown {
  if (!isObject(value) || value instanceof RecordedMedia) return change(value);
  if (Array.isArray(value)) return value.map((item: RecordedValue) => mapLeaves(item, change));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key !== "__proto__") copy[key] = mapLeaves(item, change);
  }
  return copy;
}

/** What is left of a file that is not kept; Braintrust's own word. */
export const OMITTED = "<omitted>";

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  if (typeof Buffer !== "undefined") return new Uint8Array(Buffer.from(text, "base64"));
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
