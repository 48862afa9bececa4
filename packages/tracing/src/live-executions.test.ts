import { expect, it } from "vitest";
import { startExecution } from "./execution/execution.ts";
import { ExecutionSpans } from "./sink/execution-spans.ts";
import { LiveExecutions, type LiveEntry } from "./live-executions.ts";

/** As many as are remembered. */
const REMEMBERED = 10_000;

/** An execution of which only its place in the store matters. */
function entry(store: LiveExecutions, id?: string): LiveEntry & { lost: boolean } {
  return {
    execution: startExecution({ operation: "replicate.run", at: Date.now(), id }),
    spans: new ExecutionSpans(new Map(), () => {}),
    deadline: Infinity,
    onError: (problem) => {
      throw problem;
    },
    apply() {},
    present() {},
    lost: false,
    lose() {
      this.lost = true;
      store.close(this, false);
    },
  };
}

/** Opens and closes so many executions, named by their number. */
function closeMany(store: LiveExecutions, count: number, over: boolean): void {
  for (let number = 0; number < count; number += 1) {
    const live = entry(store, String(number));
    store.add(live, REMEMBERED);
    store.close(live, over);
  }
}

it("remembers 10,000 executions that ended with Replicate's last word, by their id alone", () => {
  const store = new LiveExecutions();
  closeMany(store, REMEMBERED + 20, true);
  expect(store.size).toBe(0);
  expect(store.find(String(REMEMBERED + 19))).toBe("over");
  expect(store.find("20")).toBe("over");
  expect(store.find("19")).toBeUndefined();
});

it("remembers 10,000 executions that ended without it, for what is told of them later", () => {
  const store = new LiveExecutions();
  closeMany(store, REMEMBERED + 20, false);
  expect(store.size).toBe(0);
  expect(store.find("20")).toHaveProperty("execution");
  expect(store.find("19")).toBeUndefined();
});

it("holds no more open than it may, and gives up the oldest", () => {
  const store = new LiveExecutions();
  const all = Array.from({ length: 30 }, () => entry(store));
  for (const live of all) store.add(live, 10);
  expect(store.size).toBe(10);
  expect(all.map(({ lost }) => lost)).toEqual(all.map((_, index) => index < 20));
});

it("keeps the process alive for nothing", () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const store = new LiveExecutions();
  for (let count = 0; count < 100; count += 1) store.add(entry(store), 1000);
  expect(timers()).toBe(before);
});
