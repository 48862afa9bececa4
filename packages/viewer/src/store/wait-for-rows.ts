import type { CollectedRow } from "./collected-row.ts";
import type { RowStore, WaitOptions } from "./row-store.ts";

const DEFAULT_TIMEOUT_MS = 5_000;
const MOST_NAMES = 10;

/** The `waitFor` of every store: see `RowStore`. Milliseconds; rejects when the time is over. */
export function waitForRows(
  store: Pick<RowStore, "rows" | "subscribe">,
  predicate: (rows: readonly CollectedRow[]) => boolean,
  options: WaitOptions = {},
): Promise<readonly CollectedRow[]> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      unsubscribe();
      finish();
    };
    const check = (): void => {
      const rows = store.rows();
      try {
        if (predicate(rows)) settle(() => resolve(rows));
      } catch (error) {
        // The predicate is the caller's: its own error says more than a timeout would.
        settle(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    };
    const unsubscribe = store.subscribe(check);
    const timer = setTimeout(() => {
      settle(() => reject(new Error(timeoutMessage(store.rows(), timeoutMs))));
    }, timeoutMs);
    check();
  });
}

function timeoutMessage(rows: readonly CollectedRow[], timeoutMs: number): string {
  const names = rows.slice(0, MOST_NAMES).map((row) => {
    const running = row.metrics?.["end"] == null ? " (running)" : "";
    return `${row.span_attributes?.name ?? row.id}${running}`;
  });
  const more = rows.length > MOST_NAMES ? `, and ${rows.length - MOST_NAMES} more` : "";
  const arrived = rows.length === 0 ? "none" : `${names.join(", ")}${more}`;
  return `The expected rows did not arrive within ${timeoutMs} ms; arrived: ${arrived}`;
}
