import type { Facets } from "../../../src/api/contract.ts";
import { useServices } from "../api/services.ts";
import { useLiveResource } from "../api/use-live-resource.ts";

/** The values to filter by, and how many have them; anew as executions come. */
export function useFacets(): Facets | undefined {
  const { api } = useServices();
  const { value } = useLiveResource<Facets>({
    key: "facets",
    load: (signal) => api.facets(signal),
    listen: (changed) => ({ executions: changed, reset: changed }),
    pauseMs: 3_000,
  });
  return value;
}
