import { forwardedBaggage } from "../trace/baggage.ts";
import { problem, type Problem } from "./problem.ts";

/** What the gateway needs to know of a request's headers, and what it passes on. */
export interface RequestHead {
  /** Names and values in turn, as they are sent to Replicate. */
  readonly forwarded: readonly string[];
  readonly host: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** Bytes of the body; undefined when it is chunked, 0 when there is none. */
  readonly contentLength: number | undefined;
  readonly lastEventId: string | undefined;
  readonly prefer: string | undefined;
  /** What a browser says of the page that asks. */
  readonly site: string | undefined;
  /** What says where spans hang. */
  readonly traceparent: string | undefined;
  readonly baggage: string | undefined;
  readonly parent: string | undefined;
}

const MAX_HEADERS = 100;
const HOST = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/** Headers that only concern the connection that they came on (RFC 9110, 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authorization",
  "proxy-authenticate",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
  // Answered by the gateway's own server.
  "expect",
]);

/** What `Connection` may name; anything else would take a header away from Replicate. */
const CONNECTION_OPTIONS: ReadonlySet<string> = new Set([
  "",
  "close",
  "keep-alive",
  "te",
  "trailer",
  "upgrade",
  "http2-settings",
  "proxy-connection",
]);

/** Two of one of these are read differently by different servers. */
const SINGLE: ReadonlySet<string> = new Set([
  "host",
  "authorization",
  "content-length",
  "content-type",
  "content-encoding",
  "transfer-encoding",
]);

/** Names that some servers take for the ones with a dash. */
const LOOKALIKE = /^(?:content|transfer|x)_|^(?:host|connection)_?$/;

/** Codings that the gateway can undo, to find the URLs in an answer. */
const KNOWN_CODINGS: ReadonlySet<string> = new Set(["gzip", "x-gzip", "deflate", "br", "identity"]);

type Seen = {
  -readonly [Name in Exclude<keyof RequestHead, "forwarded" | "contentLength">]: RequestHead[Name];
} & { contentLength: string | undefined; transferEncoding: string | undefined };

/**
 * Reads the headers of a request once, and refuses those that two servers could read in two ways.
 *
 * @param raw - Names and values in turn, as they came (`request.rawHeaders`).
 */
export function readRequestHead(raw: readonly string[]): RequestHead | Problem {
  if (raw.length > MAX_HEADERS * 2) {
    return problem(431, "Request Header Fields Too Large", `more than ${MAX_HEADERS} headers`);
  }
  const seen = nothingSeen();
  const forwarded: string[] = [];
  const singles = new Set<string>();
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    const value = raw[at + 1] ?? "";
    if (SINGLE.has(name)) {
      if (singles.has(name)) return bad(`the header ${name} occurs twice`);
      singles.add(name);
    }
    const refused = refusal(name, value);
    if (refused !== undefined) return refused;
    const passed = read(seen, name, value);
    if (passed !== undefined) forwarded.push(raw[at] ?? "", passed);
  }
  return complete(seen, forwarded);
}

/** Whether what was read is a refusal. */
export function isProblem(read: object): read is Problem {
  return "status" in read && "detail" in read;
}

function nothingSeen(): Seen {
  return {
    host: "",
    authorization: undefined,
    contentType: undefined,
    contentEncoding: undefined,
    contentLength: undefined,
    transferEncoding: undefined,
    lastEventId: undefined,
    prefer: undefined,
    site: undefined,
    traceparent: undefined,
    baggage: undefined,
    parent: undefined,
  };
}

function refusal(name: string, value: string): Problem | undefined {
  if (name.includes("_") && LOOKALIKE.test(name)) {
    return bad("a header's name has _ where others would read -");
  }
  if (name !== "connection") return undefined;
  for (const option of value.toLowerCase().split(",")) {
    if (!CONNECTION_OPTIONS.has(option.trim())) {
      return bad("the header connection names a header that must reach Replicate");
    }
  }
  return undefined;
}

/** Headers that are noted, and passed on as they are. */
const NOTED: ReadonlyMap<string, Exclude<keyof Seen, "host" | "transferEncoding">> = new Map([
  ["authorization", "authorization"],
  ["content-type", "contentType"],
  ["content-encoding", "contentEncoding"],
  ["content-length", "contentLength"],
  ["prefer", "prefer"],
  ["last-event-id", "lastEventId"],
  ["sec-fetch-site", "site"],
  ["traceparent", "traceparent"],
] as const);

/** Notes what matters, and answers what is passed on; undefined when nothing is. */
function read(seen: Seen, name: string, value: string): string | undefined {
  switch (name) {
    case "host":
      seen.host = value;
      return undefined;
    case "transfer-encoding":
      seen.transferEncoding = value;
      return undefined;
    case "accept-encoding":
      return knownCodings(value);
    case "baggage":
      // Several lines are one list (W3C baggage, 3.1).
      seen.baggage = seen.baggage === undefined ? value : `${seen.baggage},${value}`;
      return forwardedBaggage(value);
    case "x-bt-parent":
      seen.parent = value;
      return undefined;
    default: {
      const noted = NOTED.get(name);
      if (noted !== undefined) seen[noted] = value;
      return HOP_BY_HOP.has(name) ? undefined : value;
    }
  }
}

function complete(seen: Seen, forwarded: readonly string[]): RequestHead | Problem {
  const { host, contentLength, transferEncoding } = seen;
  if (!HOST.test(host)) return bad("the header host is missing or no host");
  if (transferEncoding !== undefined) {
    if (contentLength !== undefined) return bad("both content-length and transfer-encoding");
    if (transferEncoding.toLowerCase() !== "chunked") {
      return problem(501, "Not Implemented", "the only transfer-encoding is chunked");
    }
    return headOf(seen, forwarded, undefined);
  }
  if (contentLength !== undefined && !/^\d{1,15}$/.test(contentLength)) {
    return bad("the header content-length is no number");
  }
  return headOf(seen, forwarded, Number(contentLength ?? 0));
}

/** Field by field: this is on every request, and a copy of the rest would cost as much as all else. */
function headOf(
  seen: Seen,
  forwarded: readonly string[],
  contentLength: number | undefined,
): RequestHead {
  return {
    forwarded,
    host: seen.host,
    authorization: seen.authorization,
    contentType: seen.contentType,
    contentEncoding: seen.contentEncoding,
    contentLength,
    lastEventId: seen.lastEventId,
    prefer: seen.prefer,
    site: seen.site,
    traceparent: seen.traceparent,
    baggage: seen.baggage,
    parent: seen.parent,
  };
}

function knownCodings(value: string): string {
  const lower = value.toLowerCase();
  if (lower === "gzip, deflate" || lower === "gzip, deflate, br") return value;
  const known = value.split(",").filter((coding) => {
    return KNOWN_CODINGS.has((coding.split(";")[0] ?? "").trim().toLowerCase());
  });
  return known.length === 0 ? "identity" : known.join(",").trim();
}

function bad(detail: string): Problem {
  return problem(400, "Bad Request", detail);
}
