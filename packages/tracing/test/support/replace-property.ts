import { onTestFinished } from "vitest";

/** Replaces a property until the test is over. */
export function replaceProperty(owner: object, key: PropertyKey, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(owner, key);
  const enumerable = before?.enumerable ?? true;
  Object.defineProperty(owner, key, { value, enumerable, configurable: true, writable: true });
  onTestFinished(() => {
    if (before) Object.defineProperty(owner, key, before);
    else Reflect.deleteProperty(owner, key);
  });
}
