import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { DeferredWork } from "./deferred-work.ts";

async function done(work: DeferredWork): Promise<void> {
  while (work.pending) await sleep(1);
}

it("waits until the caller has its turn, then works in order", async () => {
  const work = new DeferredWork();
  const order: number[] = [];
  for (let step = 0; step < 5; step += 1) work.add(() => order.push(step));
  await Promise.resolve();
  expect(order).toEqual([]);
  expect(work.pending).toBe(true);
  await done(work);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

it("lets others have their turn between long pieces", async () => {
  const work = new DeferredWork();
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  for (let step = 0; step < 5; step += 1) {
    work.add(() => {
      const until = performance.now() + 10;
      while (performance.now() < until);
    });
  }
  await done(work);
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(3);
});

it("does everything at once when it must, later additions included", () => {
  const work = new DeferredWork();
  const order: string[] = [];
  work.add(() => {
    order.push("first");
    work.add(() => order.push("third"));
  });
  work.add(() => order.push("second"));
  work.drain();
  expect(order).toEqual(["first", "second", "third"]);
  expect(work.pending).toBe(false);
});
