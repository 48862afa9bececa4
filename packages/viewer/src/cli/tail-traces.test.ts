import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { LoggedRow } from "../store/logged-row.ts";
import { MemoryRowStore } from "../store/memory-row-store.ts";
import { tailTraces } from "./tail-traces.ts";

const QUIET_MS = 20;

interface Tail {
  readonly store: MemoryRowStore;
  readonly printed: string[];
  readonly stop: () => void;
}

function startTail(): Tail {
  const store = new MemoryRowStore();
  const printed: string[] = [];
  const tail = tailTraces(store, {
    print: (text) => printed.push(text.trim()),
    renderOptions: () => ({ width: 80 }),
    quietMs: QUIET_MS,
  });
  return { store, printed, stop: () => tail.stop() };
}

function span(id: string, fields: Partial<LoggedRow> = {}): LoggedRow {
  const metrics = { start: 1, end: 2 };
  return { id, span_id: id, root_span_id: "t", span_attributes: { name: id }, metrics, ...fields };
}

it("prints a trace once, when all its spans have ended", async () => {
  const { store, printed, stop } = startTail();
  store.write([span("root", { metrics: { start: 1 } }), span("child", { span_parents: ["root"] })]);
  await sleep(QUIET_MS * 3);
  expect(printed).toEqual([]);

  store.write([{ id: "root", _is_merge: true, metrics: { end: 3 } }]);
  await expect.poll(() => printed).toEqual(["root      2.0 s  ✓\n└─ child  1.0 s  ✓"]);
  stop();
  expect(printed).toHaveLength(1);
});

it("prints a trace again when something is added, and not when nothing is seen of it", async () => {
  const { store, printed, stop } = startTail();
  store.write([span("root")]);
  await expect.poll(() => printed).toHaveLength(1);
  store.write([{ id: "root", _is_merge: true, root_span_id: "t", metadata: { unseen: 1 } }]);
  await sleep(QUIET_MS * 3);
  expect(printed).toHaveLength(1);

  store.write([{ id: "root", _is_merge: true, output: "late" }]);
  await expect.poll(() => printed).toEqual(["root  1.0 s  ✓", 'root  1.0 s  ✓  "late"']);
  stop();
});

it("prints what is still running when it stops", () => {
  const { store, printed, stop } = startTail();
  store.write([span("root", { metrics: { start: 1 } })]);
  stop();
  expect(printed).toEqual(["root    …  (running)"]);
});
