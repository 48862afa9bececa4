import { terminalOptions } from "../terminal/terminal-options.ts";
import { LiveRegion } from "./live-region.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TailedStore } from "./tail-traces.ts";
import { tailTraces } from "./tail-traces.ts";

/**
 * Prints traces: on a terminal as they grow, in place; elsewhere when they are complete. The
 * returned function stops.
 */
export function tailInTerminal(store: TailedStore, { stdout, env }: Surroundings): () => void {
  const region = new LiveRegion(stdout);
  const stop = tailTraces(store, {
    print: (text) => region.print(text),
    renderOptions: () => ({ ...terminalOptions(stdout, env), now: Date.now() }),
    ...(stdout.isTTY ? { redraw: (text: string) => region.redraw(text) } : {}),
  });
  return () => {
    region.redraw("");
    stop();
  };
}
