#!/usr/bin/env node
import { CommanderError } from "commander";
import { ConfigError } from "./config/config-error.ts";
import { gatewayCommand } from "./config/gateway-command.ts";
import { greeting } from "./config/greeting.ts";
import { readConfig } from "./config/read-config.ts";
import { startGateway } from "./gateway.ts";
import { keepHeapSmall } from "./operate/keep-heap-small.ts";

/** What shells and supervisors take for "called in a wrong way". */
const USAGE = 2;

keepHeapSmall();

// Who reads the greeting may stop reading, as `head` does; requests are served all the same.
process.stdout.on("error", () => {});

const command = gatewayCommand(async (flags) => {
  const config = readConfig({ flags, environment: process.env });
  const gateway = await startGateway(config);
  // What is printed is often kept: the key stays out of it.
  console.log(greeting(gateway.url.replace(/\/k\/[^/]*$/, "/k/$GATEWAY_KEY")));
  if (gateway.viewerUrl !== undefined) console.log(`\nThe spans are at ${gateway.viewerUrl}`);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await gateway.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
});

try {
  await command.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else {
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = error instanceof ConfigError ? USAGE : 1;
  }
}
