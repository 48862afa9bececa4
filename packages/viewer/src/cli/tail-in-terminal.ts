import { terminalOptions } from "../terminal/terminal-options.ts";
import { LiveRegion } from "./live-region.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TailedStore } from "./tail-traces.ts";
import { tailTraces } from "./tail-traces.ts";

/**
 * Prints traces: on a terminal as they grow, in place; elsewhere when they are complete. The
 * returned function stops.
 */
export function tailInTerminal(
  store: TailedStore,
  { stdout, env }: Surroundings,
  region: LiveRegion = new LiveRegion(stdout),
): () => void {
  const isRedrawn = stdout.isTTY && env["TERM"] !== "dumb";
  const tail = tailTraces(store, {
    print: (text) => region.print(text),
    renderOptions: () => ({ ...terminalOptions(stdout, env), now: Date.now() }),
    ...(isRedrawn ? { redraw: (text: string) => region.redraw(text) } : {}),
  });
  const draw = (): void => tail.draw();
  stdout.on("resize", draw);
  return () => {
    stdout.off("resize", draw);
    region.redraw("");
    tail.stop();
  };
}
