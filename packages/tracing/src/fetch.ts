import { printOnce } from "./diagnostics/diagnostics.ts";
import { mustBe } from "./diagnostics/mistake.ts";
import { createHttpTracer, BODY_BYTES } from "./create-http-tracer.ts";
import type { ReplicateTracingOptions } from "./options.ts";
import { tapFetch, type Fetch } from "./tap/tap-fetch.ts";

export type { ErrorListener } from "./diagnostics/diagnostics.ts";

/** Options of {@link traceFetch}: those of `wrapReplicate`, and where the API is. */
export interface TraceFetchOptions extends Omit<ReplicateTracingOptions, "propagate"> {
  /**
   * Where the API is reached beside `https://api.replicate.com`: proxies, gateways, machines of
   * your own. What the URLs start with, such as `https://proxy.example/replicate/v1`.
   */
  readonly baseUrl?: string | readonly string[];
}

const REPLICATE = "https://api.replicate.com";

/**
 * A `fetch` that traces traffic with Replicate and leaves everything else alone: each prediction
 * and training becomes one span, joined over its creation, polls, stream and cancel. For clients
 * that take a `fetch`, such as `createReplicate` of the AI SDK, and for requests made by hand.
 *
 * The result behaves as the given `fetch`: the same responses, errors and requests. Bodies are seen
 * as the caller reads them; what the caller does not read is not read.
 *
 * @param fetch - What makes the requests. Default: the global `fetch` of this moment.
 * @throws {TypeError} when `fetch` is not a function or an option is wrong. Later nothing is
 *   thrown: problems go to the option `onError`.
 *
 * @example
 * ```ts
 * import { createReplicate } from "@ai-sdk/replicate";
 * import { traceFetch } from "braintrust-replicate/fetch";
 *
 * const replicate = createReplicate({ fetch: traceFetch() });
 * ```
 */
export function traceFetch<F extends Fetch = Fetch>(
  fetch: F | undefined = globalThis.fetch as F,
  options: TraceFetchOptions = {},
): F {
  if (typeof fetch !== "function") {
    throw mustBe("the first argument of traceFetch", "a function like `fetch`", fetch);
  }
  const { baseUrl = [], ...others } = options;
  const bases = [REPLICATE, ...(Array.isArray(baseUrl) ? baseUrl : [baseUrl]).map(normalBase)];
  const tracing = createHttpTracer(others);
  return tapFetch(fetch, {
    tracing,
    listening: () => tracing.listening(),
    knows: (url) => tracing.knows(url),
    bases,
    bodyLimit: BODY_BYTES,
    onError: others.onError ?? printOnce,
  });
}

function normalBase(base: unknown): string {
  const url = typeof base === "string" ? parse(base) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "") {
    return url.href.replace(/\/+$/, "");
  }
  const allowed = "a URL such as https://proxy.example/v1, or a list of them";
  throw mustBe("option `baseUrl`", allowed, base);
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
