import type { IncomingMessage } from "node:http";
import { isLoopback } from "../config/is-loopback.ts";
import { problem, type Problem } from "./problem.ts";
import type { RequestHead } from "./request-head.ts";
import { isProblem } from "./request-head.ts";
import { RequestTargets, type RequestTarget } from "./request-target.ts";

/** Who may come in, and by which name. */
export interface AdmissionOptions {
  readonly host: string;
  readonly key: string | undefined;
  readonly publicUrl: URL | undefined;
}

/** `QUERY` is how Replicate's models are searched. */
const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "QUERY",
]);

/** These have no body; servers that ignore one would take it for the next request. */
const WITHOUT_BODY: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Decides which requests may pass. */
export class Admission {
  readonly #targets: RequestTargets;
  readonly #key: string | undefined;
  readonly #public: string | undefined;
  /** Names by which this machine alone is meant; undefined when any name will do. */
  readonly #hosts: ReadonlySet<string> | undefined;

  constructor({ host, key, publicUrl }: AdmissionOptions) {
    this.#targets = new RequestTargets(key);
    this.#key = key;
    this.#public = publicUrl?.href.replace(/\/$/, "");
    if (!isLoopback(host)) return;
    const names = ["localhost", "127.0.0.1", "[::1]", host.toLowerCase()];
    if (publicUrl !== undefined) names.push(publicUrl.hostname.toLowerCase());
    this.#hosts = new Set(names);
  }

  /** The target of a request that is well-formed and may ask something, or why not. */
  admit(request: IncomingMessage, head: RequestHead): RequestTarget | Problem {
    const method = request.method ?? "";
    if (!METHODS.has(method)) {
      return problem(405, "Method Not Allowed", "this method is not passed on");
    }
    if (head.contentLength !== 0 && WITHOUT_BODY.has(method)) {
      return problem(400, "Bad Request", `a ${method} has no body`);
    }
    const target = this.#targets.read(request.url ?? "");
    if (isProblem(target)) return target;
    return this.#refuseStrangers(head) ?? target;
  }

  /** Why a request does not go to Replicate; undefined when it does. */
  refuseForwarding(target: RequestTarget): Problem | undefined {
    const missing = this.#targets.missingKey(target);
    if (missing !== undefined) return missing;
    const { pathname } = target;
    if (pathname.startsWith("/v1/") || pathname === "/v1") return undefined;
    return problem(404, "Not Found", "only /v1 is passed on to Replicate; is /v1 missing?");
  }

  /** Where a client reaches the gateway, its key included and `/v1` not. */
  baseOf(host: string, { keyed }: RequestTarget): string {
    const base = this.#public ?? `http://${host}`;
    return keyed ? `${base}/k/${this.#key}` : base;
  }

  /**
   * On loopback anybody on this machine may come in, and so might any web page in its browser: by a
   * name that was rebound to this machine, or by a request across sites.
   */
  #refuseStrangers({ host, site }: RequestHead): Problem | undefined {
    if (this.#hosts === undefined) return undefined;
    const name = host.replace(/:\d+$/, "").toLowerCase();
    if (!this.#hosts.has(name)) {
      return problem(421, "Misdirected Request", "the header host names another server");
    }
    if (site === "cross-site" || site === "same-site") {
      return problem(403, "Forbidden", "web pages of other sites may not use this gateway");
    }
    return undefined;
  }
}
