import type { ExecutionDetail, ExecutionPage, Facets, Trace } from "../../../src/api/contract.ts";
import { fetchJson } from "./fetch-json.ts";

/** What the page asks of its server. */
export interface ViewerApi {
  /** One page of the list; `query` as in the contract, with `limit` and `cursor`. */
  readonly executions: (query: URLSearchParams, signal?: AbortSignal) => Promise<ExecutionPage>;
  readonly execution: (key: string, signal?: AbortSignal) => Promise<ExecutionDetail>;
  /** The row of an execution as it was logged, however large. */
  readonly row: (key: string, signal?: AbortSignal) => Promise<ExecutionDetail["row"]>;
  readonly trace: (traceId: string, signal?: AbortSignal) => Promise<Trace>;
  readonly facets: (signal?: AbortSignal) => Promise<Facets>;
}

/** The API of the server that served the page. */
export function createViewerApi(): ViewerApi {
  return {
    executions: (query, signal) => fetchJson<ExecutionPage>(`/api/executions?${query}`, signal),
    execution: (key, signal) =>
      fetchJson<ExecutionDetail>(`/api/executions/${encodeURIComponent(key)}`, signal),
    row: (key, signal) =>
      fetchJson<ExecutionDetail["row"]>(`/api/executions/${encodeURIComponent(key)}/row`, signal),
    trace: (traceId, signal) =>
      fetchJson<Trace>(`/api/traces/${encodeURIComponent(traceId)}`, signal),
    facets: (signal) => fetchJson<Facets>("/api/facets", signal),
  };
}
