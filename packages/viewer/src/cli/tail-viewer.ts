import { RemoteTraces } from "./remote-traces.ts";
import { findRunning, startViewer } from "./start-viewer.ts";
import type { Surroundings } from "./surroundings.ts";
import { tailInTerminal } from "./tail-in-terminal.ts";
import type { StartOptions } from "./viewer-command.ts";

/** Prints the traces of the viewer that runs; starts one where none does. Answers what stops it. */
export async function tailViewer(
  options: StartOptions,
  surroundings: Surroundings,
): Promise<(() => Promise<void>) | undefined> {
  const running = await findRunning(options);
  if (running === undefined) return startViewer(options, surroundings);
  surroundings.stdout.write(`Traces of ${running.url} appear below as they grow.\n\n`);
  const traces = new RemoteTraces(running.url, options.apiKey);
  const stopTailing = tailInTerminal(traces, surroundings);
  const ending = new AbortController();
  const followed = traces.follow(ending.signal).then(() => {
    stopTailing();
    if (!ending.signal.aborted) surroundings.stderr.write("The viewer has ended.\n");
  });
  return async () => {
    ending.abort();
    await followed;
  };
}
