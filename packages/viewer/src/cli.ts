#!/usr/bin/env node
import { startViewer } from "./cli/start-viewer.ts";
import { clearStored, exportStored } from "./cli/stored-data.ts";
import { tailViewer } from "./cli/tail-viewer.ts";
import { viewerCommand } from "./cli/viewer-command.ts";

const command = viewerCommand({
  start: async (options) => untilSignal(await startViewer(options, process)),
  tail: async (options) => untilSignal(await tailViewer(options, process)),
  exportRows: (options) => exportStored(options, process),
  clear: (options) => clearStored(options, process),
});

try {
  await command.parseAsync();
} catch (error) {
  fail(error);
}

function untilSignal(stop: (() => Promise<void>) | undefined): void {
  if (stop === undefined) return;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
  let isStopping = false;
  process.stdout.on("error", (error) => {
    if (isStopping) return;
    isStopping = true;
    fail(error);
    void stop();
  });
}

/** Who reads the output may have enough of it, as `head` has: then there is nobody to tell. */
function fail(error: unknown): void {
  if (error instanceof Error && "code" in error && error.code === "EPIPE") return;
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
