import { wrapReplicate, type ReplicateTracingOptions } from "braintrust-replicate";
import Replicate from "replicate";
import type { Answering } from "../../support/traced-client.ts";
import { testToken } from "../../support/test-token.ts";
import type { Stage } from "./open-stage.ts";

/** A real client whose executions go to a stage. Problems of tracing are the stage's. */
export function toldClient(
  { fetch }: Answering,
  stage: Pick<Stage, "sinks" | "problems">,
  { baseUrl, ...options }: ReplicateTracingOptions & { readonly baseUrl?: string } = {},
): Replicate {
  const client = new Replicate({
    auth: testToken(),
    fetch,
    useFileOutput: false,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  const onError = (problem: Error): void => void stage.problems.push(problem);
  return wrapReplicate(client, { sinks: stage.sinks, onError, ...options });
}
