/** Bytes of the heap that are in use, after everything that can be collected is. */
export async function heapUsed(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("run node with --expose-gc");
  // What a finalizer or a settled promise still holds goes with the second round.
  for (let round = 0; round < 3; round += 1) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

/** A size in the unit that a reader compares best. */
export function size(bytes: number): string {
  if (Math.abs(bytes) < 10_000) return `${Math.round(bytes)} bytes`;
  if (Math.abs(bytes) < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
