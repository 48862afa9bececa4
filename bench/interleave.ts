/** One thing to time: one unit of work, such as a call or the reading of a stream. */
export interface Variant {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** How often to time, and what to do between the timings. */
export interface Plan {
  readonly rounds: number;
  /** How often a variant runs before the next one has its turn. */
  readonly runs: number;
  /** Deals with what a turn left behind, such as rows that wait to be sent. Not timed. */
  readonly between: () => Promise<void>;
}

/** Microseconds of every timed run, by variant. */
export type Timings = ReadonlyMap<string, readonly number[]>;

/** Rounds that only warm up the compiler. */
const WARM_UP = 4;

/**
 * Times variants in turn, in one process, so that a machine that gets slower or faster does so for
 * all of them. Every single run is timed: on a busy machine a quantile of many short timings says
 * more than the mean of a long one.
 */
export async function interleave(variants: readonly Variant[], plan: Plan): Promise<Timings> {
  const timings = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round < plan.rounds + WARM_UP; round += 1) {
    for (let turn = 0; turn < variants.length; turn += 1) {
      const variant = variants[(turn + round) % variants.length];
      if (variant === undefined) continue;
      for (let run = 0; run < plan.runs; run += 1) {
        const start = process.hrtime.bigint();
        await variant.run();
        const microseconds = Number(process.hrtime.bigint() - start) / 1000;
        if (round >= WARM_UP) timings.get(variant.name)?.push(microseconds);
      }
      await plan.between();
    }
  }
  return timings;
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
