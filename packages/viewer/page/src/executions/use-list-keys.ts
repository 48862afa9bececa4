import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ExecutionSummary } from "../../../src/api/contract.ts";
import { focusLink, isFocused } from "../keyboard/focus-link.ts";
import { useShortcuts } from "../keyboard/shortcuts.ts";
import type { ExecutionList } from "./execution-list.ts";

/** Rows that Page Down goes. */
const PAGE = 10;

interface ListKeys {
  readonly current: string | undefined;
  readonly focusRow: (key: string) => void;
}

/** Moves through the list by keys: j and k, arrows, Home and End, page by page. */
export function useListKeys(list: ExecutionList, rows: readonly ExecutionSummary[]): ListKeys {
  const [current, setCurrent] = useState(list.current);
  const moved = useRef(false);
  const focusRow = useCallback(
    (key: string) => {
      list.stand(key);
      setCurrent(key);
    },
    [list],
  );
  const go = (event: KeyboardEvent, target: (index: number) => number): void => {
    if (rows.length === 0 || !isFree(event)) return;
    event.preventDefault();
    const next = list.rowAt(target);
    if (next === undefined) return;
    focusRow(next.key);
    moved.current = !focusLink(next.key);
  };
  const down = (event: KeyboardEvent): void => go(event, (index) => index + 1);
  const up = (event: KeyboardEvent): void => go(event, (index) => index - 1);
  useShortcuts({
    j: down,
    k: up,
    ArrowDown: down,
    ArrowUp: up,
    Home: (event) => go(event, () => 0),
    End: (event) => go(event, () => rows.length - 1),
    PageDown: (event) => go(event, (index) => index + PAGE),
    PageUp: (event) => go(event, (index) => index - PAGE),
  });
  useLayoutEffect(() => {
    if (current === undefined || !moved.current) return;
    moved.current = false;
    focusLink(current);
  }, [current]);
  // Before the row is taken away, and the focus with it.
  const held = list.current !== undefined && isFocused(list.current);
  useLayoutEffect(() => {
    if (!held || rows.some((row) => row.key === list.current)) return;
    const next = list.rowAt((index) => index + 1);
    if (next === undefined) return;
    focusRow(next.key);
    moved.current = !focusLink(next.key);
  }, [rows]);
  return { current, focusRow };
}

/** Inside an open menu the arrows are the menu's. */
function isFree({ target }: KeyboardEvent): boolean {
  return !(target instanceof Element) || target.closest(".filter-panel") === null;
}
