/** A list of undo functions, run backwards. Every patch registers its undo as it is made. */
export class Undo {
  readonly #steps: Array<() => void> = [];

  /** Remembers how to take one change back. */
  add(step: () => void): void {
    this.#steps.push(step);
  }

  /** Takes all changes back. Running it twice is harmless. */
  run(): void {
    while (this.#steps.length > 0) this.#steps.pop()?.();
  }
}

/**
 * Replaces a property's value and remembers how to restore its exact descriptor, unless somebody
 * else has patched over it in the meantime: then ours stays below theirs and lets calls through.
 *
 * @returns whether the property could be replaced; a frozen object stays as it is.
 */
export function replaceProperty(
  target: object,
  key: string,
  change: { readonly value: unknown; readonly undo: Undo },
): boolean {
  const before = Object.getOwnPropertyDescriptor(target, key);
  if (before === undefined || !("value" in before)) return false;
  if (!Reflect.defineProperty(target, key, { ...before, value: change.value })) return false;
  change.undo.add(() => {
    const now = Object.getOwnPropertyDescriptor(target, key);
    if (now?.value === change.value) Reflect.defineProperty(target, key, before);
  });
  return true;
}

/** Gives a replacement the name and length of the original, which programs print and test. */
export function resemble<F extends (...args: never[]) => unknown>(
  replacement: F,
  original: { readonly name: string; readonly length: number },
): F {
  Object.defineProperty(replacement, "name", { value: original.name, configurable: true });
  Object.defineProperty(replacement, "length", { value: original.length, configurable: true });
  return replacement;
}
