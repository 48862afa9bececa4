import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { exportRows } from "../api/export-rows.ts";
import { DataDirectory } from "../storage/data-directory.ts";
import type { Archive } from "../storage/open-archive.ts";
import { openArchive } from "../storage/open-archive.ts";
import { terminalText } from "../terminal/terminal-text.ts";
import { bearer, findViewer, keepsIn } from "./running-viewer.ts";
import type { RunningViewer } from "./running-viewer.ts";
import type { Surroundings } from "./surroundings.ts";
import type { DirectoryOptions } from "./viewer-command.ts";

/** Prints every stored row as a line of JSON, whether a viewer has the directory or not. */
export async function exportStored(
  options: DirectoryOptions,
  surroundings: Surroundings,
): Promise<void> {
  const { stdout } = surroundings;
  const write = async (piece: string | Uint8Array): Promise<void> => {
    if (!stdout.write(piece)) await once(stdout, "drain");
  };
  const running = await viewerOf(options);
  if (running === undefined) {
    const archive = openStored(options, surroundings);
    for (const lines of exportRows(archive.sql)) await write(lines);
    archive.close();
    return;
  }
  const response = await ask(running, options, { path: "/api/export", method: "GET" });
  for await (const chunk of response.body ?? []) await write(chunk);
}

/** Removes everything that is stored, whether a viewer has the directory or not. */
export async function clearStored(
  options: DirectoryOptions,
  surroundings: Surroundings,
): Promise<void> {
  const running = await viewerOf(options);
  if (running === undefined) {
    const archive = openStored(options, surroundings);
    archive.clear();
    archive.close();
  } else {
    await ask(running, options, { path: "/api/executions", method: "DELETE" });
  }
  surroundings.stdout.write(`Removed everything that was stored in ${resolve(options.dir)}.\n`);
}

async function viewerOf(options: DirectoryOptions): Promise<RunningViewer | undefined> {
  const path = resolve(options.dir);
  if (!existsSync(path)) {
    throw new Error(
      `option '--dir <path>': no viewer has kept anything in ${terminalText(path)}. It is the directory that ` +
        "the viewer was started with, or .braintrust-replicate where it was started.",
    );
  }
  const note = new DataDirectory(options.dir).readNote();
  const running = note && (await findViewer(note.url, options.apiKey));
  // The note may be of a viewer that was killed, and its port another one's by now.
  return running !== undefined && keepsIn(running, options.dir) ? running : undefined;
}

function openStored(options: DirectoryOptions, { stderr }: Surroundings): Archive {
  return openArchive({
    path: options.dir,
    limits: { maxBytes: Infinity },
    copyPolicy: () => ({}),
    onFilesToCopy: () => {},
    onSetAside: (path) => {
      stderr.write(terminalText(`The database was damaged. It was set aside as ${path}.`) + "\n");
    },
  });
}

async function ask(
  { url }: RunningViewer,
  { apiKey }: DirectoryOptions,
  { path, method }: { readonly path: string; readonly method: string },
): Promise<Response> {
  const response = await fetch(`${url}${path}`, { method, headers: bearer(apiKey) });
  if (response.ok) return response;
  const reason = response.status === 401 ? "needs its key (--api-key)" : `said ${response.status}`;
  throw new Error(`The viewer at ${url} ${reason}.`);
}
