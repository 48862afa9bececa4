import type { ExecutionSummary } from "../../src/api/contract.ts";

/** A summary for tests: succeeded, of one model, and little else. */
export function summaryOf(key: string, startedAt: number): ExecutionSummary {
  return {
    key,
    id: key,
    traceId: key,
    name: "replicate.run",
    project: { id: "p", name: "Project" },
    model: "acme/paint",
    version: null,
    deployment: null,
    predictionId: null,
    status: "succeeded",
    error: null,
    incomplete: null,
    startedAt,
    endedAt: startedAt + 1,
    waitingSeconds: null,
    runningSeconds: null,
    totalSeconds: 1,
    timeToFirstTokenSeconds: null,
    promptTokens: null,
    completionTokens: null,
    tokens: null,
    inputLine: "a heron",
    outputKind: "text",
    outputText: "a heron",
    thumbnail: null,
    outputCount: 1,
    updatedAt: startedAt + 1,
  };
}
