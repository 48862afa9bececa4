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
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function untilSignal(stop: (() => Promise<void>) | undefined): void {
  if (stop === undefined) return;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}
