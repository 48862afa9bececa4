import { deepStrictEqual } from "node:assert";

/** Throws with what differs, and where. */
export function expectSame(actual: unknown, expected: unknown, where: string): void {
  try {
    deepStrictEqual(actual, expected);
  } catch (error) {
    const difference = error instanceof Error ? error.message : String(error);
    throw new Error(`${where}: ${difference}`, { cause: error });
  }
}
