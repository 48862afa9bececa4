/** One cell of the table: whether one check holds for one version. */
export interface Check {
  /** The row: `replicate 1.4.0`. */
  readonly subject: string;
  /** The column: `client wrapped`. */
  readonly check: string;
  /** What is wrong, in words; empty where all is well. */
  readonly problems: readonly string[];
}

/** How much of a group is run. */
interface RunOptions {
  /** Only what stands for the rest, for each change of the code. */
  readonly quick: boolean;
}

/** A part of the table: what is combined with what. */
export interface CheckGroup {
  readonly name: string;
  /** One sentence above the table of the group. */
  readonly about: string;
  readonly run: (options: RunOptions) => Promise<readonly Check[]>;
}

/** Runs something that throws when it does not hold. */
export async function problemsOf(work: () => Promise<void> | void): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
