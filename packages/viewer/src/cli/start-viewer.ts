import { resolve } from "node:path";
import type { Listening } from "../collector/listen.ts";
import { DataDirectory } from "../storage/data-directory.ts";
import { terminalText } from "../terminal/terminal-text.ts";
import type { Viewer } from "../viewer/create-viewer.ts";
import { createViewer } from "../viewer/create-viewer.ts";
import { environmentLines, greeting } from "./greeting.ts";
import { LiveRegion } from "./live-region.ts";
import { openBrowser } from "./open-browser.ts";
import { listenProblem } from "./listen-problem.ts";
import type { RunningViewer } from "./running-viewer.ts";
import { findViewer, keepsIn, urlOf } from "./running-viewer.ts";
import type { Surroundings } from "./surroundings.ts";
import { tailInTerminal } from "./tail-in-terminal.ts";
import type { StartOptions } from "./viewer-command.ts";

/**
 * Starts the viewer and prints the lines to paste. Answers a function that stops it, or nothing
 * where one runs already: then it says where. Throws an error with a message for people.
 */
export async function startViewer(
  options: StartOptions,
  surroundings: Surroundings,
): Promise<(() => Promise<void>) | undefined> {
  const { stdout, env } = surroundings;
  const running = await findRunning(options);
  if (running !== undefined) {
    stdout.write(`${sayRunning(running, options, env)}\n`);
    if (options.open) openBrowser(running.url);
    return undefined;
  }
  const region = new LiveRegion(stdout);
  const viewer = openViewer(options, (notice) => {
    region.interrupt(() => surroundings.stderr.write(`${terminalText(notice)}\n`));
  });
  const server = await viewer.listen(options).catch((error: unknown) => {
    viewer.close();
    throw new Error(listenProblem(error, options), { cause: error });
  });
  const directory = new DataDirectory(viewer.directory);
  directory.writeNote({ pid: process.pid, url: server.url });
  stdout.write(`${greeting({ ...options, url: server.url, directory: viewer.directory, env })}\n`);
  if (options.tail) stdout.write("Traces appear below as they grow.\n\n");
  if (options.open) openBrowser(server.url);
  const stopTailing = options.tail ? tailInTerminal(viewer.store, surroundings, region) : () => {};
  return () => stop({ viewer, server, directory, stopTailing });
}

/** The viewer that has this directory, or this port. */
export async function findRunning(options: StartOptions): Promise<RunningViewer | undefined> {
  const { apiKey, host, port } = options;
  const directory = resolve(options.dir);
  const note = new DataDirectory(directory).readNote();
  const byNote = note && (await findViewer(note.url, apiKey));
  if (byNote !== undefined && keepsIn(byNote, directory)) return byNote;
  const byPort = port === 0 ? undefined : await findViewer(urlOf(host, port), apiKey);
  if (byPort === undefined || keepsIn(byPort, directory) || !options.isDirGiven) return byPort;
  throw new Error(
    `Port ${port} of ${host} belongs to a viewer that keeps what it collects in ` +
      `${byPort.directory ?? "another directory"}, and not in ${directory}. ` +
      "Choose another port with --port (0 lets the system choose).",
  );
}

function openViewer(options: StartOptions, say: (notice: string) => void): Viewer {
  const { apiKey, dir, maxSize, retention, copyFrom } = options;
  return createViewer({
    directory: dir,
    maxBytes: maxSize,
    copyFrom,
    ...(retention === Infinity ? {} : { retentionSeconds: retention }),
    ...(apiKey === undefined ? {} : { apiKey }),
    onNotice: say,
    onRejectedRow: ({ problem }) => say(`A row was left out: ${problem}`),
  });
}

function sayRunning(
  running: RunningViewer,
  options: StartOptions,
  env: Surroundings["env"],
): string {
  const { url, directory } = running;
  const place = directory === undefined ? "" : ` and keeps what it collects in ${directory}`;
  return [
    `A viewer already runs on ${url}${place}.`,
    "Paste where your app runs:",
    "",
    ...environmentLines({ ...options, url, env }),
  ].join("\n");
}

async function stop(parts: {
  readonly viewer: Viewer;
  readonly server: Listening;
  readonly directory: DataDirectory;
  readonly stopTailing: () => void;
}): Promise<void> {
  parts.stopTailing();
  await parts.server.close();
  parts.viewer.close();
  parts.directory.removeNote();
}
