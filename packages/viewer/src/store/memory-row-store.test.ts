import { expect, it } from "vitest";
import { MemoryRowStore } from "./memory-row-store.ts";
import type { StoreChange } from "./row-store.ts";

it("keeps rows of equal id apart by project and experiment", () => {
  const store = new MemoryRowStore();
  store.write([
    { id: "a", project_id: "p", output: 1 },
    { id: "a", project_id: "q", output: 2 },
    { id: "a", experiment_id: "e", output: 3 },
    { id: "a", project_id: "p", _is_merge: true, input: 4 },
  ]);
  expect(store.rows().map((row) => [row.output, row.input])).toEqual([
    [1, 4],
    [2, undefined],
    [3, undefined],
  ]);
  expect(store.row("a")).toMatchObject({ project_id: "p" });
  expect(store.row("b")).toBeUndefined();
});

it("tells a batch once, with each row as it stands after it", () => {
  const store = new MemoryRowStore();
  const changes: StoreChange[] = [];
  const unsubscribe = store.subscribe((change) => changes.push(change));
  store.write([
    { id: "a", output: 1 },
    { id: "a", output: 2, _is_merge: true },
    { id: "b" },
    { id: "b", _object_delete: true },
  ]);
  unsubscribe();
  store.clear();
  expect(changes).toEqual([{ kind: "rows", rows: [{ id: "a", output: 2 }] }]);
});

it("keeps an attachment through announcement, bytes and status, also when announced again", () => {
  const store = new MemoryRowStore();
  const announcement = { key: "k", filename: "hat.png", contentType: "image/png" };
  const bytes = new Uint8Array([1, 2]);
  expect(store.keepAttachmentBytes("k", bytes)).toBe(false);
  expect(store.settleAttachment("k", {})).toBe(false);

  store.announceAttachment(announcement);
  expect(store.attachment("k")).toEqual({ ...announcement, status: "uploading" });
  expect(store.keepAttachmentBytes("k", bytes)).toBe(true);
  store.announceAttachment(announcement);
  expect(store.settleAttachment("k", {})).toBe(true);
  expect(store.attachment("k")).toEqual({ ...announcement, bytes, status: "done" });
});

it("resolves waitFor at once, later, or never with what had come", async () => {
  const store = new MemoryRowStore();
  await expect(store.waitFor((rows) => rows.length === 0)).resolves.toEqual([]);

  const later = store.waitFor((rows) => rows.length === 1);
  store.write([{ id: "a", span_attributes: { name: "replicate.run" }, metrics: { start: 1 } }]);
  await expect(later).resolves.toHaveLength(1);

  await expect(store.waitFor((rows) => rows.length === 2, { timeoutMs: 10 })).rejects.toThrow(
    "The expected rows did not arrive within 10 ms; arrived: replicate.run (running)",
  );
});

it("rejects waitFor with what its predicate throws", async () => {
  const store = new MemoryRowStore();
  const fail = (): boolean => {
    throw new Error("a wrong expectation");
  };
  await expect(store.waitFor(fail)).rejects.toThrow("a wrong expectation");
});

it("stores a batch although a listener throws, and warns", async () => {
  const store = new MemoryRowStore();
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  store.subscribe(() => {
    throw new Error("a broken listener");
  });
  store.write([{ id: "a" }]);
  expect(store.rows()).toHaveLength(1);
  expect((await warned).message).toContain("a broken listener");
});
