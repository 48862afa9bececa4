import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { expect, it } from "vitest";
import type { ExecutionPage, Viewer } from "braintrust-replicate-viewer";
import { createViewer } from "braintrust-replicate-viewer";
import { ask, log, openViewer, temporaryDirectory } from "./support/open-viewer.ts";

const ROW = { id: "a", span_attributes: { name: "replicate.run", type: "llm" }, output: "kept" };

async function total(viewer: Viewer): Promise<number | null> {
  return (await ask<ExecutionPage>(viewer, "/api/executions")).total;
}

async function directoryWithOneRow(): Promise<string> {
  const directory = temporaryDirectory();
  const viewer = createViewer({ directory });
  await log(viewer, [ROW]);
  viewer.close();
  return directory;
}

it("finds everything again after a restart, the names of projects, too", async () => {
  const directory = temporaryDirectory();
  const first = createViewer({ directory });
  const { project } = await ask<{ project: { id: string } }>(first, "/api/project/register", {
    method: "POST",
    body: JSON.stringify({ project_name: "studio" }),
  });
  await log(first, [{ ...ROW, project_id: project.id }]);
  first.close();

  const again = openViewer({ directory });
  const { executions } = await ask<ExecutionPage>(again, "/api/executions?q=kept");
  expect(executions).toMatchObject([{ id: "a", project: { name: "studio" } }]);
});

it("keeps git out of its directory", () => {
  const { directory } = openViewer();
  expect(readFileSync(join(directory, ".gitignore"), "utf8")).toBe("*\n");
});

it("refuses a directory that another viewer has, and leaves that one alone", async () => {
  const first = openViewer();
  expect(() => createViewer({ directory: first.directory })).toThrow(
    /Another program has the database in .* open.*--dir/,
  );
  await log(first, [ROW]);
  expect(await total(first)).toBe(1);
});

it("sets a damaged database aside, says so, and starts anew", async () => {
  const directory = await directoryWithOneRow();
  const path = join(directory, "viewer.db");
  const damaged = readFileSync(path).fill(0x5a, 0, 4_096);
  writeFileSync(path, damaged);
  const notices: string[] = [];
  const viewer = openViewer({ directory, onNotice: (notice) => notices.push(notice) });
  expect(notices).toEqual([expect.stringMatching(/damaged\. It was set aside as .*\.damaged-/)]);
  const aside = readdirSync(directory).find((name) => name.includes(".damaged-"));
  expect(readFileSync(join(directory, aside ?? "")).equals(damaged)).toBe(true);
  await log(viewer, [ROW]);
  expect(await total(viewer)).toBe(1);
});

it("sets a database aside that turns out damaged while it runs, and takes the row all the same", async () => {
  const directory = temporaryDirectory();
  const filled = createViewer({ directory });
  for (let n = 0; n < 40; n += 1) {
    await log(filled, [{ ...ROW, id: `r${n}`, input: "x".repeat(4_000) }]);
  }
  filled.close();
  const path = join(directory, "viewer.db");
  const bytes = readFileSync(path);
  // Everything behind the first pages, which a start reads.
  writeFileSync(path, bytes.fill(0x5a, 4_096 * 30));
  const notices: string[] = [];
  const viewer = openViewer({ directory, onNotice: (notice) => notices.push(notice) });
  for (let n = 0; n < 40 && notices.length === 0; n += 1) {
    await log(viewer, [{ ...ROW, id: `r${n}`, _is_merge: true, output: "new" }]);
  }
  expect(notices).toEqual([expect.stringContaining("set aside")]);
  await log(viewer, [{ ...ROW, id: "last" }]);
  expect(viewer.store.row("last")).toMatchObject({ output: "kept" });
});

it("leaves the database of a newer version as it is", async () => {
  const directory = await directoryWithOneRow();
  const database = new Libsql(join(directory, "viewer.db"));
  database.exec("PRAGMA user_version = 999");
  database.close();
  expect(() => createViewer({ directory })).toThrow(/newer version of the viewer/);
  expect(readdirSync(directory).some((name) => name.includes("damaged"))).toBe(false);
});

it("refuses a place that is no directory", () => {
  const file = join(temporaryDirectory(), "file");
  writeFileSync(file, "");
  expect(() => createViewer({ directory: join(file, "below") })).toThrow(/--dir/);
});

it("loses no file of a row when it removes what nobody speaks of", async () => {
  const directory = temporaryDirectory();
  const viewer = createViewer({ directory });
  await log(viewer, [{ ...ROW, output: "data:image/png;base64,iVBORw0KGgo=" }]);
  const { executions } = await ask<ExecutionPage>(viewer, "/api/executions");
  const sha256 = executions[0]?.thumbnail?.replace("/media/", "") ?? "";
  const stray = "0".repeat(64);
  writeFileSync(join(directory, "media", sha256.slice(0, 2), stray), "stray");
  viewer.close();
  openViewer({ directory });
  expect(existsSync(join(directory, "media", sha256.slice(0, 2), sha256))).toBe(true);
});
