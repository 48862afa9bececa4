import { Command, InvalidArgumentError } from "commander";
import { isLoopback } from "../collector/local-guard.ts";

/** What the command line asks for. */
export interface ViewerOptions {
  readonly port: number;
  readonly host: string;
  readonly tail: boolean;
  readonly apiKey?: string;
}

const EXAMPLES = `
Then, in another terminal, run any program that logs to Braintrust:

  BRAINTRUST_APP_URL=http://127.0.0.1:4777 BRAINTRUST_API_KEY=local node app.js

Examples:
  braintrust-replicate-viewer --tail
  braintrust-replicate-viewer --port 0            let the system choose a free port
  braintrust-replicate-viewer --host 0.0.0.0 --api-key s3cret   for other machines

What was logged is kept in memory and is gone when the viewer stops.`;

/**
 * Describes the command line.
 *
 * @example
 * viewerCommand((options) => startViewer(options)).parseAsync();
 */
export function viewerCommand(run: (options: ViewerOptions) => Promise<void>): Command {
  const command = new Command("braintrust-replicate-viewer")
    .description(
      "Collects on this machine what Braintrust's SDKs log, and shows it. No account is needed.",
    )
    .option("--port <number>", "port to listen on", parsePort, 4777)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--tail", "print each trace as a tree when it is complete")
    .option("--api-key <key>", "the only API key to accept; needed beyond loopback", parseKey)
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(--help explains the options)");
  return command.action(async (given: Omit<ViewerOptions, "tail"> & { readonly tail?: true }) => {
    const options: ViewerOptions = { ...given, tail: given.tail === true };
    if (!isLoopback(options.host) && options.apiKey === undefined) {
      command.error(
        `error: option '--host <address>' argument '${options.host}' lets other machines in, ` +
          "which needs '--api-key <key>'. Without a key only loopback is allowed, such as 127.0.0.1.",
      );
    }
    await run(options);
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("Allowed: a whole number from 0 to 65535.");
  }
  return port;
}

function parseKey(text: string): string {
  if (!/^[\u0021-\u007e]+$/.test(text)) {
    throw new InvalidArgumentError("Allowed: printable ASCII characters without spaces.");
  }
  return text;
}
