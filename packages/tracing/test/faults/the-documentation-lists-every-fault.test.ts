import { expect, it } from "vitest";
import { faultName, faultsPage } from "./support/fault-words.ts";
import { TABLES } from "./table/tables.ts";

it("docs/faults.md is the tables of these tests", async () => {
  await expect(faultsPage(TABLES)).toMatchFileSnapshot("../../../../docs/faults.md");
});

it("no two rows are the same", () => {
  const names = TABLES.flatMap(({ title, rows }) => rows.map((row) => title + faultName(row)));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.length).toBeGreaterThan(60);
});
