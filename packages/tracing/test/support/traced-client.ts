import Replicate from "replicate";
import { wrapReplicate, type ReplicateTracingOptions } from "braintrust-replicate";
import { testToken } from "./test-token.ts";

/** What answers the client: an emulator, or anything else with a `fetch`. */
export interface Answering {
  readonly fetch: typeof globalThis.fetch;
}

/** A real client that is traced. Problems of tracing fail the test, unless it listens to them. */
export function tracedClient(
  { fetch }: Answering,
  options: ReplicateTracingOptions = {},
): Replicate {
  const onError = (problem: Error): void => {
    // Reaches the test runner as an uncaught error, past everything that swallows.
    queueMicrotask(() => {
      throw problem;
    });
  };
  const client = new Replicate({ auth: testToken(), fetch, useFileOutput: false });
  return wrapReplicate(client, { onError, ...options });
}
