import { dataValue, HIDDEN } from "./data-value.ts";

/** What can be told of the arguments of `fetch` without reading what may be read only once. */
export interface FetchArguments {
  readonly method: string;
  readonly url: URL;
  /** The body where it is plain text or bytes; never a stream, a form or a file. */
  readonly body: string | Uint8Array | undefined;
  readonly signal: unknown;
  /** A header of the request, if it can be told. */
  readonly header: (name: string) => string | undefined;
}

/**
 * Reads the arguments of `fetch`. Nothing of the app runs: no getter, no `toString`, no iterator.
 *
 * @returns `undefined` for arguments that cannot be told without that.
 */
export function readFetch([input, init]: readonly unknown[]): FetchArguments | undefined {
  try {
    const request = input instanceof Request ? input : undefined;
    const url = urlOf(input, request);
    if (url === undefined) return undefined;
    const method = valueOf("method", init, request) ?? "GET";
    if (typeof method !== "string") return undefined;
    return {
      method: method.toUpperCase(),
      url,
      body: plainBody(dataValue(init, "body")),
      signal: valueOf("signal", init, request),
      header: (name) => headerOf(valueOf("headers", init, request), name),
    };
  } catch {
    // What refuses to be looked at is not for us to read; `fetch` has its own words for it.
    return undefined;
  }
}

/** The accessors of the platform, whatever a subclass has put in their place. */
function platformValue(request: Request, key: "url" | "method" | "headers" | "signal"): unknown {
  return Object.getOwnPropertyDescriptor(Request.prototype, key)?.get?.call(request) as unknown;
}

function urlOf(input: unknown, request: Request | undefined): URL | undefined {
  const text = request ? platformValue(request, "url") : input;
  if (text instanceof URL) return new URL(text.href);
  if (typeof text !== "string") return undefined;
  try {
    return new URL(text, baseUrl());
  } catch {
    return undefined;
  }
}

/** A browser's `fetch` takes relative URLs. */
function baseUrl(): string | undefined {
  const { document, location } = globalThis as Partial<typeof globalThis>;
  return document?.baseURI ?? location?.href;
}

/** What `init` says, which counts before what the request says. */
function valueOf(
  key: "method" | "headers" | "signal",
  init: unknown,
  request: Request | undefined,
): unknown {
  const own = init instanceof Request ? platformValue(init, key) : dataValue(init, key);
  return own === undefined && request ? platformValue(request, key) : own;
}

function plainBody(body: unknown): string | Uint8Array | undefined {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  return body instanceof ArrayBuffer ? new Uint8Array(body) : undefined;
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== "object" || headers === null || (headers as unknown) === HIDDEN) {
    return undefined;
  }
  if (headers instanceof Headers) return Headers.prototype.get.call(headers, name) ?? undefined;
  const entries = Array.isArray(headers) ? pairs(headers) : ownEntries(headers);
  for (const [key, value] of entries) {
    if (typeof key !== "string" || key.toLowerCase() !== name) continue;
    return typeof value === "string" ? value : undefined;
  }
  return undefined;
}

type Entries = ReadonlyArray<readonly [key: unknown, value: unknown]>;

function pairs(headers: readonly unknown[]): Entries {
  return headers.map((pair) => [dataValue(pair, "0"), dataValue(pair, "1")]);
}

function ownEntries(headers: object): Entries {
  return Object.keys(headers).map((key) => [key, dataValue(headers, key)]);
}
