import { execFileSync, spawn, spawnSync } from "node:child_process";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import type { Listening, LoggedRow } from "braintrust-replicate-viewer";
import { MemoryRowStore } from "braintrust-replicate-viewer";
import { tailInTerminal } from "../../src/cli/tail-in-terminal.ts";
import { temporaryDirectory } from "./open-viewer.ts";
import { TerminalScreen } from "./terminal-screen.ts";

/** A terminal in which traces are tailed. */
export interface TailTerminal {
  readonly screen: TerminalScreen;
  log(rows: readonly LoggedRow[]): Promise<void>;
  clear(): Promise<void>;
  /** As a person does it with the mouse. */
  resize(width: number, height: number): void;
  /** As Ctrl-C does; what is on the screen is the last of it then. */
  stop(): Promise<void>;
}

/** How a terminal is opened. */
export interface TerminalOptions {
  readonly width: number;
  readonly height: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The viewer whose traces are tailed; one is started unless said. */
  readonly beside?: Pick<Listening, "port" | "url">;
  /** The output goes on into a pipe. */
  readonly isPiped?: boolean;
}

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** It opens pseudo-terminals; those of other systems have other options. */
const SCRIPT = "script";

/** Whether this machine has the `script` of util-linux. */
export const HAS_SCRIPT = String(spawnSync(SCRIPT, ["--version"]).stdout).includes("util-linux");

/** The command in a pseudo-terminal of the system. */
export async function openPseudoTerminal(
  options: TerminalOptions,
): Promise<TailTerminal & { readonly url: string }> {
  const { width, height, beside, isPiped = false } = options;
  const screen = new TerminalScreen(width, height);
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;
  const node = `'${process.execPath}' --import '${import.meta.resolve("tsx")}'`;
  const directory = temporaryDirectory();
  const place = beside === undefined ? `--port 0 --dir '${directory}'` : `--port ${beside.port}`;
  const tail = `cd '${directory}' && exec ${node} '${CLI}' tail ${place}`;
  const command = `stty rows ${height} cols ${width}; tty; ${isPiped ? `(${tail}) | cat` : tail}`;
  const child = spawn(SCRIPT, ["-qefc", command, "/dev/null"], {
    env: { ...env, SHELL: "/bin/sh", TERM: "xterm-256color", ...options.env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdout.setEncoding("utf8").on("data", (text: string) => screen.write(text));
  const found = (pattern: RegExp): string | undefined => pattern.exec(screen.lines.join("\n"))?.[1];
  await expect.poll(() => found(/(Traces .*appear)/)).toBeDefined();
  const tty = found(/^(\/dev\/\S+)$/m) ?? "";
  const url = beside?.url ?? found(/Collecting on (\S+)/) ?? "";
  const ask = async (path: string, init: RequestInit): Promise<void> => {
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  };
  return {
    screen,
    url,
    log: (rows) => ask("/logs3", { method: "POST", body: JSON.stringify({ rows }) }),
    clear: () => ask("/api/executions", { method: "DELETE" }),
    resize: (columns, rows) => {
      screen.resize(columns, rows);
      execFileSync("stty", ["-F", tty, "rows", String(rows), "cols", String(columns)]);
    },
    stop: async () => {
      child.stdin.write("\u0003");
      await ended;
    },
  };
}

/** A stream that says it is a terminal, for machines without `script`. */
export async function openTerminalStream(options: TerminalOptions): Promise<TailTerminal> {
  const screen = new TerminalScreen(options.width, options.height);
  const terminal = {
    isTTY: true,
    columns: options.width,
    rows: options.height,
  };
  const stdout = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        // What a terminal's driver makes of the end of a line.
        screen.write(String(chunk).replaceAll("\n", "\r\n"));
        done();
      },
    }),
    terminal,
  ) as unknown as NodeJS.WriteStream;
  const store = new MemoryRowStore();
  const env = { TERM: "xterm-256color", ...options.env };
  const stop = tailInTerminal(store, { stdout, stderr: stdout, env });
  onTestFinished(stop);
  return {
    screen,
    log: async (rows) => store.write(rows),
    clear: async () => store.clear(),
    resize: (columns, rows) => {
      screen.resize(columns, rows);
      Object.assign(stdout, { columns, rows });
      stdout.emit("resize");
    },
    stop: async () => stop(),
  };
}
