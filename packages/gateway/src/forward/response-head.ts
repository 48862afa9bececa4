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

/** What `Connection` says in most answers: it names no header. */
const USUAL = /^(?:keep-alive|close)$/i;

/** How a head is changed on its way to the client. */
export interface HeadChanges {
  /** The header `connection`, which may name headers that only concern that connection. */
  readonly connection: string | undefined;
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
  const named = namedBy(changes.connection);
  const headers: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = textOf(raw[at]);
    const lower = name.toLowerCase();
    if (DROPPED.has(lower) || (rewritten && ABOUT_BYTES.has(lower))) continue;
    if (named?.has(lower)) continue;
    const value = textOf(raw[at + 1]);
    headers.push(name, lower === "location" ? (location(value) ?? value) : value);
  }
  if (length !== undefined) headers.push("content-length", String(length));
  if (close) headers.push("connection", "close");
  return headers;
}

function namedBy(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined || USUAL.test(connection)) return undefined;
  return new Set(connection.split(",").map((name) => name.trim().toLowerCase()));
}

function textOf(part: Buffer | string | undefined): string {
  return typeof part === "string" ? part : (part?.toString("latin1") ?? "");
}
