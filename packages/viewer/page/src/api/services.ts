import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { LiveEvents } from "./live-events.ts";
import type { ViewerApi } from "./viewer-api.ts";

/** What every view reaches the server by. */
export interface Services {
  readonly api: ViewerApi;
  readonly events: LiveEvents;
}

/** Set once, around the whole page. */
export const ServicesContext = createContext<Services | undefined>(undefined);

/** The services of the page. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error("There are no services around this view");
  return services;
}
