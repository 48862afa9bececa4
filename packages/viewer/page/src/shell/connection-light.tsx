import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Connection } from "../api/live-events.ts";
import { useServices } from "../api/services.ts";

const WORDS: { readonly [state in Connection]: string } = {
  connecting: "Connecting",
  live: "Live",
  lost: "Reconnecting",
  resting: "Paused",
};

/** Whether what is shown is what is there. */
export function ConnectionLight(): VNode {
  const { events } = useServices();
  const [state, setState] = useState(events.connection);
  useEffect(() => {
    setState(events.connection);
    return events.listen({ connection: setState });
  }, [events]);
  return (
    <span class={`connection ${state}`} role="status">
      <span class="connection-dot" aria-hidden="true" />
      {WORDS[state]}
    </span>
  );
}
