import { hash, timingSafeEqual } from "node:crypto";
import { problem, type Problem } from "./problem.ts";

/** Where a request goes, once its path has been found in order. */
export interface RequestTarget {
  /** Path and query as they are passed on; without the key. */
  readonly path: string;
  readonly pathname: string;
  /** Whether the client has given the gateway's key. */
  readonly keyed: boolean;
}

const MAX_LENGTH = 8 * 1024;
/** Printable ASCII without what no client sends unencoded and servers read differently. */
const ALLOWED = /^\/[!$&'()*+,\-./0-9:;=?@A-Z_a-z~%"<>[\]^`{|}]*$/;
const KEY_PATH = /^\/k\/([^/?]*)(?=[/?]|$)/;

/** Reads request targets, and refuses those that servers could read in two ways. */
export class RequestTargets {
  readonly #keyDigest: Buffer | undefined;

  /** @param key - What clients must have in their path. */
  constructor(key: string | undefined) {
    this.#keyDigest = key === undefined ? undefined : digest(key);
  }

  /** The target of a request line, or why it is refused. */
  read(url: string): RequestTarget | Problem {
    if (url.length > MAX_LENGTH) {
      return problem(414, "URI Too Long", `the path is longer than ${MAX_LENGTH} bytes`);
    }
    if (!ALLOWED.test(url)) {
      return problem(400, "Bad Request", "the path must begin with / and be plain ASCII");
    }
    const keyed = url.startsWith("/k/");
    const path = keyed ? this.#withoutKey(url) : url;
    if (path === undefined) return wrongKey();
    const queryAt = path.indexOf("?");
    const pathname = queryAt < 0 ? path : path.slice(0, queryAt);
    const trick = trickOf(pathname);
    if (trick !== undefined) return problem(400, "Bad Request", `the path has ${trick}`);
    return { path, pathname, keyed };
  }

  /** Why a request without the key is refused; undefined where none is needed. */
  missingKey({ keyed }: RequestTarget): Problem | undefined {
    return keyed || this.#keyDigest === undefined ? undefined : wrongKey();
  }

  #withoutKey(url: string): string | undefined {
    const match = KEY_PATH.exec(url);
    if (match === null || this.#keyDigest === undefined) return undefined;
    // Equal digests, compared in equal time: how much of a key was right is nobody's business.
    if (!timingSafeEqual(digest(match[1] ?? ""), this.#keyDigest)) return undefined;
    return url.slice(match[0].length) || "/";
  }
}

function digest(text: string): Buffer {
  return hash("sha256", text, "buffer");
}

function wrongKey(): Problem {
  return problem(
    403,
    "Forbidden",
    "the gateway's own key is wrong or missing; the base URL is /k/<key>/v1 (/k/<key> for Python 1.x)",
  );
}

/** What makes a path ambiguous between servers: none of it occurs in Replicate's API. */
function trickOf(pathname: string): string | undefined {
  if (pathname.includes("//")) return "an empty segment";
  if (pathname.includes("/.") && /\/\.{1,2}(?:\/|$|;)/.test(pathname)) return "a dot segment";
  if (pathname.includes(";")) return "a path parameter";
  if (!pathname.includes("%")) return undefined;
  if (/%(?![0-9A-Fa-f]{2})/.test(pathname)) return "a broken percent-encoding";
  if (/%(?:2[Ff]|5[Cc]|2[Ee]|25|[01][0-9A-Fa-f]|7[Ff]|3[BbFf]|23)/.test(pathname)) {
    return "an encoded separator, dot, percent sign or control character";
  }
  return undefined;
}
