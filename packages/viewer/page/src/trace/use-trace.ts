import type { Trace } from "../../../src/api/contract.ts";
import { useServices } from "../api/services.ts";
import { useLiveResource, type LiveResource } from "../api/use-live-resource.ts";

/** A trace, as it grows. */
export function useTrace(traceId: string): LiveResource<Trace> {
  const { api } = useServices();
  return useLiveResource<Trace>({
    key: traceId,
    load: (signal) => api.trace(traceId, signal),
    listen: (changed) => ({
      trace: (traceIds) => traceIds.has(traceId) && changed(),
      reset: changed,
    }),
  });
}
