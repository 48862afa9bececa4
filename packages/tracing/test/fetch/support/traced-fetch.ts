import { traceFetch, type TraceFetchOptions } from "braintrust-replicate/fetch";
import type { Answering } from "../../support/traced-client.ts";

/** A traced `fetch`. Problems of tracing fail the test. */
export function tracedFetch(
  { fetch }: Answering,
  options: TraceFetchOptions = {},
): typeof globalThis.fetch {
  const onError = (problem: Error): void => {
    queueMicrotask(() => {
      throw problem;
    });
  };
  return traceFetch(fetch, { onError, ...options });
}
