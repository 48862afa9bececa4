import { createCollector } from "../collector/create-collector.ts";
import { isLoopback } from "../collector/local-guard.ts";
import { terminalText } from "../terminal/terminal-text.ts";
import { terminalOptions } from "../terminal/terminal-options.ts";
import { tailTraces } from "./tail-traces.ts";
import type { ViewerOptions } from "./viewer-options.ts";

/** Where the viewer writes; the process has all of it. */
export interface ViewerSurroundings {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts the collector and prints the lines to paste. Answers a function that stops it. Throws an
 * error with a message for people when it cannot listen.
 */
export async function startViewer(
  options: ViewerOptions,
  surroundings: ViewerSurroundings,
): Promise<() => Promise<void>> {
  const { stdout, stderr, env } = surroundings;
  const { apiKey } = options;
  const collector = createCollector({
    ...(apiKey === undefined ? {} : { apiKey }),
    onRejectedRow: ({ problem }) => {
      stderr.write(`A row was left out: ${terminalText(problem)}\n`);
    },
  });
  const server = await collector.listen(options).catch((error: unknown) => {
    throw new Error(listenProblem(error, options), { cause: error });
  });
  stdout.write(`${greeting(server.url, options, env)}\n`);
  const stopTailing = options.tail
    ? tailTraces(collector.store, {
        print: (text) => stdout.write(`${text}\n`),
        renderOptions: () => ({ ...terminalOptions(stdout, env), now: Date.now() }),
      })
    : () => {};
  return async () => {
    stopTailing();
    await server.close();
  };
}

function greeting(
  url: string,
  options: ViewerOptions,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const lines = [
    `Collecting on ${url} what Braintrust's SDKs log. Paste where your app runs:`,
    "",
    `export BRAINTRUST_APP_URL=${url}`,
    `export BRAINTRUST_API_KEY=${options.apiKey ?? "local"}`,
    // The SDK learns this address at login, unless the variable already points elsewhere.
    ...(env["BRAINTRUST_API_URL"] === undefined ? [] : [`export BRAINTRUST_API_URL=${url}`]),
    ...(isLoopback(options.host)
      ? []
      : ["", "On other machines put this machine's address in place of the one above."]),
    "",
    "Kept in memory until you stop it with Ctrl-C.",
    ...(options.tail ? ["Traces appear below when they are complete.", ""] : []),
  ];
  return lines.join("\n");
}

function listenProblem(error: unknown, { host, port }: ViewerOptions): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return (
      `Port ${port} of ${host} is in use, perhaps by a viewer that already runs. ` +
      "Use that one, stop it, or choose another port with --port (0 lets the system choose)."
    );
  }
  if (code === "EACCES") {
    return `Port ${port} is not allowed to you. Choose one above 1023 with --port.`;
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `${host} is no address of this machine. Choose one with --host, such as 127.0.0.1.`;
  }
  return `Cannot listen on port ${port} of ${host}: ${error instanceof Error ? error.message : String(error)}`;
}
