import { describe, expect, it } from "vitest";
import { faultName } from "./support/fault-words.ts";
import { playProcess } from "./support/play-process.ts";
import { PROCESS } from "./table/process.ts";

describe(`${PROCESS.title}`, () => {
  it.each(PROCESS.rows.map((row) => [faultName(row), row] as const))(
    "%s",
    async (_, row) => {
      const { bare, traced, spans } = await playProcess(row);
      const { caller } = row;
      expect({ bare, traced, spans }).toEqual({ bare: caller, traced: caller, spans: row.spans });
    },
    60_000,
  );
});
