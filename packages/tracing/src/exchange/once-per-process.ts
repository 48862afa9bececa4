/**
 * What all copies of this library in a process share (ESM and CommonJS, two versions), made by
 * whichever comes first.
 *
 * @param key - From `Symbol.for`. Its name ends in a number, which changes when two copies could not
 *   work together any more.
 */
export function oncePerProcess<T extends object>(key: symbol, make: () => T): T {
  const holder = globalThis as { [key: symbol]: T | undefined };
  return (holder[key] ??= make());
}
