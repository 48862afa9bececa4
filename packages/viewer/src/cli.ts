#!/usr/bin/env node
import { startViewer } from "./cli/start-viewer.ts";
import { viewerCommand } from "./cli/viewer-options.ts";

const command = viewerCommand(async (options) => {
  const stop = await startViewer(options, process);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
});

try {
  await command.parseAsync();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
