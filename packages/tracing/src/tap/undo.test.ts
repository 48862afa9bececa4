import { expect, it } from "vitest";
import { replaceProperty, resemble, undoAll, type Undo } from "./undo.ts";

it("takes changes back backwards, once", () => {
  const undo: Undo = [];
  const order: number[] = [];
  undo.push(() => order.push(1));
  undo.push(() => order.push(2));
  undoAll(undo);
  undoAll(undo);
  expect(order).toEqual([2, 1]);
});

it("restores the exact descriptor", () => {
  const target = Object.defineProperty({}, "run", {
    value: 1,
    configurable: true,
    writable: false,
  });
  const before = Object.getOwnPropertyDescriptor(target, "run");
  const undo: Undo = [];
  replaceProperty(target, "run", { value: 2, undo });
  expect(Object.getOwnPropertyDescriptor(target, "run")).toEqual({ ...before, value: 2 });
  undoAll(undo);
  expect(Object.getOwnPropertyDescriptor(target, "run")).toEqual(before);
});

it("leaves what somebody else has put in its place", () => {
  const target = { run: 1 };
  const undo: Undo = [];
  replaceProperty(target, "run", { value: 2, undo });
  target.run = 3;
  undoAll(undo);
  expect(target.run).toBe(3);
});

it.each([
  ["a frozen object", Object.freeze({ run: 1 })],
  [
    "an accessor",
    {
      get run() {
        return 1;
      },
    },
  ],
  ["an object without it", {}],
])("leaves %s as it is", (_, target) => {
  const before = Object.getOwnPropertyDescriptor(target, "run");
  const undo: Undo = [];
  replaceProperty(target, "run", { value: 2, undo });
  expect(Object.getOwnPropertyDescriptor(target, "run")).toEqual(before);
  undoAll(undo);
  expect(Object.getOwnPropertyDescriptor(target, "run")).toEqual(before);
});

it("gives a replacement the name and length of the original", () => {
  const original = function run(_one: unknown, _two: unknown): void {};
  const replacement = resemble(() => {}, original);
  expect([replacement.name, replacement.length]).toEqual(["run", 2]);
});
