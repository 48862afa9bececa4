import { availableParallelism } from "node:os";

/** Does the same with each item, some at once, and keeps the order of the results. */
export async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const results: (readonly R[])[] = [];
  const waiting = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  };
  // Programs that wait for each other's processor miss the moments that they are to see.
  const workers = Math.min(2, availableParallelism());
  await Promise.all(Array.from({ length: workers }, worker));
  return results.flat();
}
