import { expect, it } from "vitest";
import { shareColumns } from "./share-columns.ts";

const needs = (...all: readonly number[]): { needs: number; weight: number }[] =>
  all.map((need) => ({ needs: need, weight: 1 }));

it.each([
  [30, needs(5, 5, 5), [5, 5, 5]],
  [30, needs(5, 50, 50), [5, 12, 12]],
  [30, needs(11, 0, 50), [11, 0, 19]],
  [0, needs(1, 2), [0, 0]],
  [-5, needs(1, 2), [0, 0]],
  [30, [], []],
])("shares %i columns among %j as %j", (width, columns, shares) => {
  expect(shareColumns(width, columns)).toEqual(shares);
});

it("gives the heavier column more of what is not enough", () => {
  const columns = [
    { needs: 50, weight: 1 },
    { needs: 50, weight: 2 },
  ];
  expect(shareColumns(30, columns)).toEqual([10, 20]);
});
