import type { SqlDatabase } from "../storage/sql-database.ts";

const ROWS_AT_ONCE = 100;

/** Every stored row as a line of JSON, in the order of first arrival, some lines at a time. */
export function* exportRows(sql: SqlDatabase): Generator<string, undefined> {
  let last = 0;
  for (;;) {
    // Read anew from the last number: rows may come and go while somebody reads slowly.
    const rows = sql.all("SELECT seq, json FROM rows WHERE seq > ? ORDER BY seq LIMIT ?", [
      last,
      ROWS_AT_ONCE,
    ]);
    if (rows.length === 0) return undefined;
    last = Number(rows.at(-1)?.["seq"]);
    yield rows.map((row) => `${String(row["json"])}\n`).join("");
  }
}
