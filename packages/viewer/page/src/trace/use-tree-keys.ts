import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { focusLink } from "../keyboard/focus-link.ts";
import type { Shortcuts } from "../keyboard/shortcuts.ts";
import type { TreeSpan } from "./span-tree.ts";

interface Branches {
  readonly closed: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
}

interface TreeKeys {
  readonly focused: string | undefined;
  readonly focusRow: (key: string) => void;
  readonly shortcuts: Shortcuts;
}

/** Moves through a tree by keys: up and down by rows, left and right closes and opens branches. */
export function useTreeKeys(rows: readonly TreeSpan[], { closed, toggle }: Branches): TreeKeys {
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const latest = useRef(focused);
  const moved = useRef(false);
  const focusRow = useCallback((key: string) => {
    latest.current = key;
    setFocused(key);
  }, []);
  // Not from the last drawing: who types fast is ahead of it.
  const index = (): number => rows.findIndex(({ span }) => span.key === latest.current);
  const go = (event: KeyboardEvent, target: number): void => {
    const next = rows[Math.max(0, Math.min(target, rows.length - 1))];
    if (next === undefined) return;
    event.preventDefault();
    focusRow(next.span.key);
    moved.current = !focusLink(next.span.key);
  };
  const branch = (event: KeyboardEvent, close: boolean): void => {
    const at = index();
    const row = rows[at];
    if (row === undefined) return;
    event.preventDefault();
    if (row.children > 0 && closed.has(row.span.key) !== close) toggle(row.span.key);
    else go(event, close ? parentIndex(rows, at) : at + 1);
  };
  useLayoutEffect(() => {
    if (!moved.current || focused === undefined) return;
    moved.current = false;
    focusLink(focused);
  }, [focused]);
  const down = (event: KeyboardEvent): void => go(event, index() + 1);
  const up = (event: KeyboardEvent): void => go(event, index() - 1);
  return {
    focused,
    focusRow,
    shortcuts: {
      j: down,
      k: up,
      ArrowDown: down,
      ArrowUp: up,
      Home: (event) => go(event, 0),
      End: (event) => go(event, rows.length - 1),
      ArrowLeft: (event) => branch(event, true),
      ArrowRight: (event) => branch(event, false),
    },
  };
}

function parentIndex(rows: readonly TreeSpan[], index: number): number {
  const depth = rows[index]?.depth ?? 1;
  const above = rows.slice(0, index).findLastIndex((row) => row.depth < depth);
  return above < 0 ? index : above;
}
