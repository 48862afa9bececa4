import { useLayoutEffect, useRef } from "preact/hooks";

/** What each key does, by `KeyboardEvent.key`. */
export type Shortcuts = { readonly [key: string]: (event: KeyboardEvent) => void };

const SETTING = "viewer:single-keys";
/** Keys that are no characters do nothing by accident, so they cannot be turned off. */
const ALWAYS = new Set(["Escape", "ArrowDown", "ArrowUp", "Home", "End", "PageUp", "PageDown"]);

/** Whether single characters are shortcuts; WCAG 2.1.4 asks for a way to turn them off. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(SETTING) !== "off";
}

/** Remembers the choice in this browser. */
export function setSingleKeys(on: boolean): void {
  localStorage.setItem(SETTING, on ? "on" : "off");
}

/** Listens while the component is there. What is typed into a field is no shortcut. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  // Not in an effect, which is undone after the next drawing: until then two views would listen.
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (isMeant(event)) latest.current[event.key]?.(event);
    };
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
}

function isMeant(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (document.querySelector("dialog[open]") !== null) return false;
  if (isWriting(event.target)) return false;
  return ALWAYS.has(event.key) || singleKeysOn();
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  // A player and a slider have arrow keys of their own.
  return target.isContentEditable || /^(?:TEXTAREA|SELECT|AUDIO|VIDEO)$/.test(target.tagName);
}
