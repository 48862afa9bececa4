/** Headers that only concern the connection to Replicate, or name another place to connect to. */
const DROPPED: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // Offers HTTP/3 on Replicate's port; here there is none.
  "alt-svc",
]);

/** Headers that say how the body was written, which is no longer true of a rewritten one. */
const ABOUT_BYTES: ReadonlySet<string> = new Set([
  "content-length",
  "content-encoding",
  "content-md5",
  "digest",
  "repr-digest",
  "content-digest",
  "etag",
]);

/** How a head is changed on its way to the client. */
export interface HeadChanges {
  /** The body is decoded and its URLs replaced. */
  readonly rewritten: boolean;
  /** Bytes of the rewritten body, where they are known. */
  readonly length: number | undefined;
  /** Close the client's connection after this answer. */
  readonly close: boolean;
  readonly location: (value: string) => string | undefined;
}

/**
 * The headers of an answer as the client gets them: names and values in turn, in their order, with
 * their spelling and their repetitions.
 */
export function responseHeaders(raw: readonly (Buffer | string)[], changes: HeadChanges): string[] {
  const { rewritten, length, close, location } = changes;
  const headers: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = textOf(raw[at]);
    const lower = name.toLowerCase();
    if (DROPPED.has(lower) || (rewritten && ABOUT_BYTES.has(lower))) continue;
    const value = textOf(raw[at + 1]);
    headers.push(name, lower === "location" ? (location(value) ?? value) : value);
  }
  if (length !== undefined) headers.push("content-length", String(length));
  if (close) headers.push("connection", "close");
  return headers;
}

function textOf(part: Buffer | string | undefined): string {
  return typeof part === "string" ? part : (part?.toString("latin1") ?? "");
}
