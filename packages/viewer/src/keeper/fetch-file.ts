import { createHash } from "node:crypto";
import { lookup } from "node:dns/promises";
import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request, type Agent } from "node:https";
import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CopyRules } from "./copy-policy.ts";
import { copyPolicy, trustedServer } from "./copy-policy.ts";
import { CopyProblem } from "./copy-problem.ts";
import { isPublicAddress } from "./public-address.ts";

/** An IP address that a name leads to. */
interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** How a file is fetched. */
export interface FetchFileOptions {
  readonly rules: CopyRules;
  /** Where the bytes are written. */
  readonly draft: string;
  readonly maxBytes: number;
  /** For the whole of it, redirects included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Every address of a name; the system's resolver unless said. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
  /** Opens connections, for tests, which have no public address; one of its own unless said. */
  readonly agent?: Agent;
}

/** A file that was fetched. */
export interface FetchedFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: string;
  /** For telling its type. */
  readonly start: Uint8Array;
}

const MOST_REDIRECTS = 3;

/**
 * Fetches a file over https into a draft. Each host on the way, redirects included, must be on the
 * list and lead to public addresses only, and the connection goes to the address that was checked:
 * a name that changes its mind in between leads nowhere else. No cookie, key or referrer is sent.
 * Throws a `CopyProblem`.
 */
export async function fetchFile(url: string, options: FetchFileOptions): Promise<FetchedFile> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  try {
    const response = await follow(new URL(url), { ...options, signal });
    return await save(response, options);
  } catch (error) {
    if (error instanceof CopyProblem) throw error;
    if (timeout.aborted) throw new CopyProblem("failed", "It took too long", { isPassing: true });
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new CopyProblem("failed", `The connection failed${code}`, { isPassing: true });
  }
}

async function follow(start: URL, options: FetchFileOptions): Promise<IncomingMessage> {
  const mayCopy = copyPolicy(options.rules);
  let url = start;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const { refused } = mayCopy(url.href);
    if (refused !== undefined) throw new CopyProblem("refused", refused);
    const response = await open(url, options);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 200 && statusCode < 300) return response;
    response.destroy();
    const { location } = headers;
    if (statusCode < 300 || statusCode >= 400 || location === undefined) {
      throw statusProblem(statusCode);
    }
    if (!URL.canParse(location, url)) throw new CopyProblem("failed", "The redirect leads nowhere");
    url = new URL(location, url);
  }
  throw new CopyProblem("failed", "There are too many redirects");
}

async function open(url: URL, options: FetchFileOptions): Promise<IncomingMessage> {
  const trusted = trustedServer(options.rules, url);
  const { resolve = resolveAll } = options;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const pinned = trusted === undefined ? await checkedAddress(host, resolve) : undefined;
  return new Promise((fulfill, reject) => {
    const outgoing = request(url, {
      agent: options.agent ?? false,
      signal: options.signal,
      headers: { accept: "*/*", "accept-encoding": "identity" },
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(trusted === undefined ? {} : { ca: trusted.ca }),
      ...(pinned === undefined ? {} : { lookup: pinnedLookup(pinned) }),
    });
    outgoing.once("response", fulfill);
    outgoing.once("error", reject);
    outgoing.end();
  });
}

/** All addresses must be public: one that is not says that the name is not what it seems. */
async function checkedAddress(
  host: string,
  resolve: (host: string) => Promise<readonly ResolvedAddress[]>,
): Promise<ResolvedAddress> {
  const addresses =
    isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
  const [first] = addresses;
  if (first === undefined) throw new CopyProblem("failed", `${host} has no address`);
  if (!addresses.every(({ address }) => isPublicAddress(address))) {
    throw new CopyProblem("refused", `${host} leads to an address that is not public`);
  }
  return first;
}

function resolveAll(host: string): Promise<readonly ResolvedAddress[]> {
  return lookup(host, { all: true });
}

function pinnedLookup({ address, family }: ResolvedAddress): LookupFunction {
  return (_host, lookupOptions, answer) => {
    if (lookupOptions.all === true) answer(null, [{ address, family }]);
    else answer(null, address, family);
  };
}

async function save(
  response: IncomingMessage,
  { draft, maxBytes }: FetchFileOptions,
): Promise<FetchedFile> {
  const announced = Number(response.headers["content-length"] ?? 0);
  const tooLarge = new CopyProblem("refused", `It is larger than the limit of ${maxBytes} bytes`);
  if (announced > maxBytes) {
    response.destroy();
    throw tooLarge;
  }
  const digest = createHash("sha256");
  const start: Buffer[] = [];
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (bytes < 16) start.push(chunk);
      bytes += chunk.byteLength;
      digest.update(chunk);
      if (bytes > maxBytes) done(tooLarge);
      else done(null, chunk);
    },
  });
  await pipeline(response, measure, createWriteStream(draft, { flags: "wx" }));
  return {
    sha256: digest.digest("hex"),
    bytes,
    contentType: response.headers["content-type"] ?? "application/octet-stream",
    start: Buffer.concat(start),
  };
}

function statusProblem(status: number): CopyProblem {
  if (status === 404 || status === 410) {
    return new CopyProblem("expired", `Its host no longer has it (HTTP ${status})`);
  }
  const isPassing = status >= 500 || status === 429 || status === 408;
  return new CopyProblem("failed", `Its host answered HTTP ${status}`, { isPassing });
}
