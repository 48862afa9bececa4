import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Viewer, ViewerOptions } from "braintrust-replicate-viewer";
import { createViewer } from "braintrust-replicate-viewer";

/** A directory that is gone when the test has finished. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "viewer-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A viewer on a directory of its own, closed when the test has finished. */
export function openViewer(options: ViewerOptions = {}): Viewer {
  const directory = options.directory ?? temporaryDirectory();
  const viewer = createViewer({ ...options, directory });
  onTestFinished(() => viewer.close());
  return viewer;
}

/** Asks a viewer without a socket and reads the JSON of its answer. */
export async function ask<Answer>(
  viewer: Viewer,
  path: string,
  init?: RequestInit,
): Promise<Answer> {
  const response = await viewer.fetch(new Request(`http://127.0.0.1${path}`, init));
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Posts rows as an SDK does. */
export function log(viewer: Viewer, rows: readonly object[]): Promise<{ row_ids: string[] }> {
  return ask(viewer, "/logs3", { method: "POST", body: JSON.stringify({ rows, api_version: 2 }) });
}
