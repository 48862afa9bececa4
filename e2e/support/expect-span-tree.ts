import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { spanTreeSnapshot, type CollectedRow } from "braintrust-replicate-viewer";
import { expect } from "vitest";
import { isTraced, type Scenario } from "./scenario.ts";

/** What a scenario's spans are held to, beside its snapshot. */
export interface SpanTreeExpectation {
  /** Before the ending of the snapshot's files; `expected` unless said. */
  readonly name?: string;
  /** The apps that made the calls; `app.mjs` unless said. */
  readonly callers?: readonly string[];
  /** Rows that a span may be posted as at most; two, start and end, unless said. */
  readonly rowsPerSpan?: number;
}

/**
 * Compares everything that was logged with the scenario's snapshot, and holds every span of ours
 * to what a snapshot cannot show: how many rows it took and which line of the app it points to.
 */
export async function expectSpanTree(
  scenario: Scenario,
  { name = "expected", callers = ["app.mjs"], rowsPerSpan = 2 }: SpanTreeExpectation = {},
): Promise<void> {
  const { store, folder } = scenario;
  const files = callers.map((caller) => fileURLToPath(new URL(caller, folder)));
  const ours = store.rows().filter((row) => row.span_attributes?.name?.startsWith("replicate."));
  expect(ours.length).toBeGreaterThan(0);
  for (const row of ours) {
    expect(isTraced(row), "the span says who made it").toBe(true);
    expectCaller(row, files);
    const posted = store.written.filter(({ id }) => id === row.id);
    expect(posted.length, `rows of ${row.span_attributes?.name}`).toBeLessThanOrEqual(rowsPerSpan);
  }
  expect(secretsIn(scenario)).toEqual([]);
  const { json, text } = spanTreeSnapshot(store.rows().map(withoutForeignContext), (key) =>
    store.attachment(key),
  );
  const stable = json.replace(/\/xezq\/\w{43}\b/g, "/xezq/<token>");
  await expect(stable).toMatchFileSnapshot(snapshotFile(folder, `${name}.span-tree.json`));
  await expect(text).toMatchFileSnapshot(snapshotFile(folder, `${name}.span-tree.txt`));
}

/** What must never be posted: the keys of both services, and stream URLs, which open a stream to all. */
function secretsIn({ store, secrets }: Scenario): readonly string[] {
  const posted = JSON.stringify(store.written);
  return [...secrets, "/v1/streams/"].filter((secret) => posted.includes(secret));
}

function expectCaller(row: CollectedRow, files: readonly string[]): void {
  const { caller_filename: file, caller_lineno: line } = row.context ?? {};
  expect(files).toContain(file);
  const lines = readFileSync(String(file), "utf8").split("\n");
  expect(lines[Number(line) - 1]).toMatch(/replicate/i);
}

/** Where the SDK says that its own spans were started differs between versions of Node. */
function withoutForeignContext(row: CollectedRow): CollectedRow {
  if (isTraced(row)) return row;
  const { context: _, ...rest } = row;
  return rest;
}

function snapshotFile(folder: URL, name: string): string {
  return fileURLToPath(new URL(name, folder));
}
