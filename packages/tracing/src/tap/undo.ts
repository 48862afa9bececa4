/** How to take changes back, in the order in which they were made. */
export type Undo = Array<() => void>;

/** Takes all changes back. Doing it twice is harmless. */
export function undoAll(undo: Undo): void {
  while (undo.length > 0) undo.pop()?.();
}

/**
 * Replaces a property's value and remembers how to restore its exact descriptor, unless somebody
 * else has patched over it in the meantime: then ours stays below theirs and lets calls through. A
 * frozen object stays as it is.
 */
export function replaceProperty(
  target: object,
  key: string,
  change: { readonly value: unknown; readonly undo: Undo },
): void {
  const before = Object.getOwnPropertyDescriptor(target, key);
  if (before === undefined || !("value" in before)) return;
  if (!Reflect.defineProperty(target, key, { ...before, value: change.value })) return;
  change.undo.push(() => {
    const now = Object.getOwnPropertyDescriptor(target, key);
    if (now?.value === change.value) Reflect.defineProperty(target, key, before);
  });
}

/** Gives a replacement the name and length of the original, which programs print and test. */
export function resemble<F extends (...args: never[]) => unknown>(
  replacement: F,
  original: { readonly name: string; readonly length: number },
): F {
  return Object.defineProperties(replacement, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
}
