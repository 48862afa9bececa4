/** One thing to time: does the work `count` times. */
export interface Variant {
  readonly name: string;
  readonly run: (count: number) => Promise<void>;
}

/** Microseconds per unit of work, one number per round. */
export type Timings = ReadonlyMap<string, readonly number[]>;

/**
 * Times variants in turn, round by round in one process, so that a machine that gets slower or
 * faster does so for all of them. The order turns with each round; what a round left behind
 * (garbage, queued rows) is dealt with between the timings.
 */
export async function interleave(
  variants: readonly Variant[],
  { rounds, count, between }: { rounds: number; count: number; between: () => Promise<void> },
): Promise<Timings> {
  const timings = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = -2; round < rounds; round += 1) {
    for (let turn = 0; turn < variants.length; turn += 1) {
      const variant = variants[(turn + round + variants.length * 2) % variants.length];
      if (variant === undefined) continue;
      globalThis.gc?.();
      const start = process.hrtime.bigint();
      await variant.run(count);
      const microseconds = Number(process.hrtime.bigint() - start) / 1000 / count;
      // The first rounds warm up the compiler.
      if (round >= 0) timings.get(variant.name)?.push(microseconds);
      await between();
    }
  }
  return timings;
}

/** What one variant adds to another, round by round. */
export interface Difference {
  readonly base: number;
  readonly traced: number;
  readonly added: number;
  readonly low: number;
  readonly high: number;
}

/** Medians, and the quartiles of the paired differences. Microseconds. */
export function compare(timings: Timings, base: string, traced: string): Difference {
  const before = timings.get(base) ?? [];
  const after = timings.get(traced) ?? [];
  const added = after.map((time, round) => time - (before[round] ?? 0));
  return {
    base: quantile(before, 0.5),
    traced: quantile(after, 0.5),
    added: quantile(added, 0.5),
    low: quantile(added, 0.25),
    high: quantile(added, 0.75),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
