import { Command, InvalidArgumentError } from "commander";
import { isLoopback } from "../collector/local-guard.ts";
import { viewerVersion } from "../viewer/viewer-version.ts";
import { parseRetention, parseSize } from "./parse-limits.ts";

/** What every command asks for. */
export interface DirectoryOptions {
  readonly dir: string;
  readonly apiKey?: string;
}

/** What starting the viewer asks for. */
export interface StartOptions extends DirectoryOptions {
  readonly port: number;
  readonly host: string;
  readonly tail: boolean;
  readonly open: boolean;
  /** Seconds. */
  readonly retention: number;
  /** Bytes. */
  readonly maxSize: number;
  readonly copyFrom: readonly string[];
  /** The directory was asked for, and is not the default. */
  readonly isDirGiven: boolean;
}

/** What is done for each command. */
export interface ViewerActions {
  readonly start: (options: StartOptions) => Promise<void>;
  readonly tail: (options: StartOptions) => Promise<void>;
  readonly exportRows: (options: DirectoryOptions) => Promise<void>;
  readonly clear: (options: DirectoryOptions) => Promise<void>;
}

const EXAMPLES = `
Then, in another terminal, run any program that logs to Braintrust:

  BRAINTRUST_APP_URL=http://127.0.0.1:4777 BRAINTRUST_API_KEY=local node app.js

Examples:
  braintrust-replicate-viewer --open              start, and show the page in the browser
  braintrust-replicate-viewer tail                print the traces of the viewer that runs
  braintrust-replicate-viewer --port 0            let the system choose a free port
  braintrust-replicate-viewer export > all.ndjson
  braintrust-replicate-viewer --host 0.0.0.0 --api-key s3cret   for other machines

What was logged is kept in the directory of --dir, for the time of --retention. Output files are
copied there from Replicate, which deletes them after an hour.`;

/**
 * Describes the command line.
 *
 * @example
 * viewerCommand({ start, tail, exportRows, clear }).parseAsync();
 */
export function viewerCommand(actions: ViewerActions): Command {
  const program = new Command("braintrust-replicate-viewer")
    .description(
      "Collects on this machine what Braintrust's SDKs log, and shows it. No account is needed.",
    )
    .version(viewerVersion())
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(--help explains the options)");
  withStartOptions(program)
    .option("--tail", "print each trace as a tree as it grows")
    .action(async (given: GivenOptions) => actions.start(startOptions(program, given)));

  const tail = program
    .command("tail")
    .description("print the traces of the viewer that runs, or start one")
    .action(async () => actions.tail(startOptions(program, { ...program.opts(), tail: true })));
  const exportCommand = program
    .command("export")
    .description("print every stored row as a line of JSON")
    .action(async () => actions.exportRows(program.opts()));
  const clear = program
    .command("clear")
    .description("remove everything that is stored")
    .action(async () => actions.clear(program.opts()));
  for (const command of [tail, exportCommand, clear]) {
    command.addHelpText(
      "after",
      "\nThe options of the viewer, such as --dir, go before or after it.",
    );
  }
  return program;
}

type GivenOptions = Omit<StartOptions, "tail" | "open" | "isDirGiven"> & {
  readonly tail?: true;
  readonly open?: true;
};

function withStartOptions(command: Command): Command {
  return command
    .option("--port <number>", "port to listen on", parsePort, 4777)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--dir <path>", "where everything is kept", ".braintrust-replicate")
    .option("--open", "show the page in the browser")
    .option(
      "--retention <time>",
      "how long a trace is kept, such as 12h or forever",
      parseRetention,
      604_800,
    )
    .option("--max-size <size>", "above it the oldest traces go, such as 500MB", parseSize, 2e9)
    .option("--copy-from <host>", "copy files of this host, too; may be repeated", collectHost, [])
    .option("--api-key <key>", "the only API key to accept; needed beyond loopback", parseKey);
}

function startOptions(command: Command, given: GivenOptions): StartOptions {
  const options = {
    ...given,
    tail: given.tail === true,
    open: given.open === true,
    isDirGiven: command.getOptionValueSource("dir") === "cli",
  };
  if (!isLoopback(options.host) && options.apiKey === undefined) {
    command.error(
      `error: option '--host <address>' argument '${options.host}' lets other machines in, ` +
        "which needs '--api-key <key>'. Without a key only loopback is allowed, such as 127.0.0.1.",
    );
  }
  return options;
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

function collectHost(text: string, hosts: readonly string[]): readonly string[] {
  const host = text.toLowerCase();
  if (!/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host)) {
    throw new InvalidArgumentError(
      "Allowed: a host name such as files.example.com or *.example.com.",
    );
  }
  return [...hosts, host];
}
