/**
 * Gives the focus to the link of a row. At once, where the row is drawn: who types fast presses Enter
 * before anything is drawn again.
 *
 * @returns whether it is drawn.
 */
export function focusLink(key: string): boolean {
  const link = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  link?.focus({ preventScroll: true });
  return link !== null;
}

/** Whether the link of a row has the focus. */
export function isFocused(key: string): boolean {
  return document.activeElement?.getAttribute("data-key") === key;
}
