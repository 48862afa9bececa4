import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import Libsql from "libsql";
import { describe, expect, it, onTestFinished } from "vitest";
import { answerErrors, collectorRoutes, MAX_BODY_BYTES } from "../collector/collector-routes.ts";
import { Registry } from "../collector/registry.ts";
import type { LoggedRow } from "../store/logged-row.ts";
import type { Archive, ArchiveOptions } from "./open-archive.ts";
import { openArchive } from "./open-archive.ts";
import { queryExecutions } from "./query-executions.ts";

const DAY = 86_400;

function open(options: Partial<ArchiveOptions> = {}): Archive {
  const path = mkdtempSync(join(tmpdir(), "archive-"));
  const archive = openArchive({
    path,
    limits: { maxBytes: 1e9 },
    copyPolicy: () => ({}),
    onFilesToCopy: () => {},
    onSetAside: () => {},
    ...options,
  });
  onTestFinished(() => {
    archive.close();
    rmSync(path, { recursive: true, force: true });
  });
  return archive;
}

function execution(id: string, fields: Partial<LoggedRow> = {}): LoggedRow {
  return { id, root_span_id: `trace ${id}`, span_attributes: { type: "llm" }, ...fields };
}

function picture(id: string): string {
  return `data:image/png;base64,${Buffer.from(id.repeat(1_000)).toString("base64")}`;
}

function tidy(archive: Archive, now: number): void {
  while (!archive.retention.step(now).isDone);
}

function ids(archive: Archive): readonly string[] {
  return archive.store.rows().map((row) => row.id);
}

describe("an archive whose disk is full", () => {
  it("says so to whoever logs, keeps what it has, and goes on when there is space", async () => {
    const archive = open();
    archive.store.write([execution("kept")]);
    const pages = (count: string): void => void archive.sql.get(`PRAGMA max_page_count = ${count}`);
    const used = Number(archive.sql.get("PRAGMA page_count")?.["page_count"]);
    pages(String(used + 4));
    const app = new Hono();
    const { store } = archive;
    const context = { store, registry: new Registry(), maxBodyBytes: MAX_BODY_BYTES };
    const rest = {
      maxPayloadBytes: undefined,
      overflowUpload: "PUT",
      onRejectedRow: () => {},
    } as const;
    app.route("/", collectorRoutes({ ...context, ...rest }));
    const notices: string[] = [];
    answerErrors(app, (notice) => notices.push(notice));
    const post = async (id: string): Promise<Response> => {
      const rows = [execution(id, { output: "x".repeat(100_000) })];
      return app.request("/logs3", { method: "POST", body: JSON.stringify({ rows }) });
    };

    const refused = await post("too much");
    expect(refused.status).toBe(507);
    expect(await refused.text()).toContain("There is no space left");
    expect(notices).toHaveLength(1);
    expect(ids(archive)).toEqual(["kept"]);

    pages("1000000");
    expect((await post("later")).status).toBe(200);
    expect(ids(archive)).toEqual(["kept", "later"]);
    archive.search.catchUp();
    expect(queryExecutions(archive.sql, { limit: 10 }).total).toBe(2);
  });
});

describe("a batch that was not stored because the disk became full in the middle of it", () => {
  const root = { id: "root", root_span_id: "trace", metrics: { start: 1, end: 2 } };
  const batch = [
    execution("known", { output: "a pelican" }),
    execution("run", { root_span_id: "trace", output: "a stork" }),
    ...Array.from({ length: 20 }, (_, n) => execution(`e${n}`, { output: "x".repeat(3_000) })),
  ];

  /** Has the disk become full after so many pages; answers whether the batch was stored. */
  function writeWithin(archive: Archive, pages: number): boolean {
    const used = Number(archive.sql.get("PRAGMA page_count")?.["page_count"]);
    archive.sql.get(`PRAGMA max_page_count = ${used + pages}`);
    try {
      archive.store.write(batch);
      return true;
    } catch {
      return false;
    } finally {
      archive.sql.get("PRAGMA max_page_count = 1000000");
    }
  }

  it("is found by none of its words, and leaves the list as it was", () => {
    const archive = open();
    archive.store.write([execution("known", { output: "a heron" }), root]);
    archive.search.catchUp();
    const found = (search?: string): readonly string[] => {
      archive.search.catchUp();
      const query = { limit: 100, ...(search === undefined ? {} : { search }) };
      return queryExecutions(archive.sql, query).executions.map(({ summary }) => summary.id);
    };
    let pages = 1;
    for (; !writeWithin(archive, pages); pages += 1) {
      expect([found("heron"), found("pelican"), found("stork")]).toEqual([["known"], [], []]);
      expect(found().toSorted()).toEqual(["known", "root"]);
    }
    expect(pages).toBeGreaterThan(20);
    expect([found("heron"), found("pelican"), found("stork")]).toEqual([[], ["known"], ["run"]]);
    expect(found()).not.toContain("root");
    expect(found()).toHaveLength(batch.length);
  });
});

it("closes although another program has the database locked, and then finds what waited", () => {
  const path = mkdtempSync(join(tmpdir(), "archive-"));
  const limits = { maxBytes: 1e9 };
  const rest = { copyPolicy: () => ({}), onFilesToCopy: () => {}, onSetAside: () => {} };
  const archive = openArchive({ path, limits, ...rest });
  archive.store.write([execution("a", { output: "a heron" })]);
  const other = new Libsql(archive.directory.databasePath);
  other.exec("BEGIN IMMEDIATE");
  archive.close();
  other.exec("ROLLBACK");
  other.close();
  const again = open({ path });
  expect(queryExecutions(again.sql, { limit: 10, search: "heron" }).total).toBe(1);
});

describe("an archive with limits", () => {
  it("removes a trace that is over its time, whole, with its files, and no other", () => {
    let now = 1_700_000_000;
    const archive = open({
      limits: { retentionSeconds: 7 * DAY, maxBytes: 1e9 },
      now: () => now * 1_000,
    });
    archive.store.write([execution("old", { output: picture("old") })]);
    archive.store.write([execution("continued", { output: picture("continued") })]);
    now += 5 * DAY;
    archive.store.write([
      execution("continued's child", { root_span_id: "trace continued" }),
      execution("new", { output: picture("new") }),
    ]);
    expect(archive.media.list()).toHaveLength(3);
    tidy(archive, now + 3 * DAY);
    expect(ids(archive)).toEqual(["continued", "continued's child", "new"]);
    expect(archive.media.list()).toHaveLength(2);
    const found = queryExecutions(archive.sql, { limit: 10 }).executions;
    expect(found.map(({ summary }) => summary.id)).not.toContain("old");
  });

  it("removes the oldest traces when too much is stored, and keeps the last one", () => {
    let now = 1_700_000_000;
    const archive = open({ limits: { maxBytes: 2_000_000 }, now: () => (now += 1) * 1_000 });
    for (let n = 0; n < 60; n += 1) {
      archive.store.write([execution(`e${n}`, { output: "x".repeat(100_000) })]);
    }
    tidy(archive, now);
    expect(archive.retention.storedBytes()).toBeLessThan(2_000_000);
    const left = ids(archive);
    expect(left.length).toBeGreaterThan(5);
    expect(left.at(-1)).toBe("e59");
    expect(left).toEqual(Array.from({ length: left.length }, (_, n) => `e${60 - left.length + n}`));

    archive.store.write([execution("huge", { output: "x".repeat(5_000_000) })]);
    tidy(archive, now);
    expect(ids(archive)).toEqual(["huge"]);
  });

  it("keeps a file that another trace speaks of, too", () => {
    let now = 1_700_000_000;
    const archive = open({
      limits: { retentionSeconds: DAY, maxBytes: 1e9 },
      now: () => now * 1_000,
    });
    archive.store.write([execution("first", { output: picture("same") })]);
    now += DAY;
    archive.store.write([execution("second", { input: picture("same") })]);
    tidy(archive, now + 10);
    expect(ids(archive)).toEqual(["second"]);
    expect(archive.media.list()).toHaveLength(1);
  });
});

it("finds what a frequent word finds, in order and by page", () => {
  const archive = open();
  const count = 5_200;
  archive.store.write(
    Array.from({ length: count }, (_, n) =>
      execution(`e${n}`, {
        metrics: { start: n },
        output: "heron",
        metadata: { model: n % 2 === 0 ? "even" : "odd" },
      }),
    ),
  );
  archive.search.catchUp();
  const first = queryExecutions(archive.sql, { limit: 3, search: "heron" });
  expect(first.total).toBe(count);
  expect(first.executions.map(({ summary }) => summary.id)).toEqual(["e5199", "e5198", "e5197"]);
  const cursor = first.next ?? "";
  const second = queryExecutions(archive.sql, {
    limit: 2,
    search: "heron",
    cursor,
    model: ["even"],
  });
  expect(second.executions.map(({ summary }) => summary.id)).toEqual(["e5196", "e5194"]);
  expect(second.total).toBeNull();
});
