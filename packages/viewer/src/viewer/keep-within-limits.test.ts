import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openArchive } from "../storage/open-archive.ts";
import type { ExecutionChange } from "../storage/sqlite-row-store.ts";
import { keepWithinLimits } from "./keep-within-limits.ts";

it("removes what is too much at the start, and lets pages read anew, not think all is gone", async () => {
  const path = mkdtempSync(join(tmpdir(), "limits-"));
  const archive = openArchive({
    path,
    limits: { maxBytes: 1_000_000 },
    copyPolicy: () => ({}),
    onFilesToCopy: () => {},
    onSetAside: () => {},
  });
  for (const id of ["a", "b", "c"]) {
    archive.store.write([{ id, root_span_id: id, output: "x".repeat(500_000) }]);
  }
  const changes: ExecutionChange[] = [];
  archive.store.subscribeToExecutions((change) => changes.push(change));
  const stop = keepWithinLimits(archive, () => {});
  onTestFinished(() => {
    stop();
    archive.close();
    rmSync(path, { recursive: true });
  });
  await expect.poll(() => archive.store.rows().map(({ id }) => id)).toEqual(["c"]);
  expect(changes.length).toBeGreaterThan(0);
  for (const change of changes) expect(change).toMatchObject({ hasUnlisted: true, listed: [] });
});
