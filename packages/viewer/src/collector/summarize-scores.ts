import type { CollectedRow } from "../store/collected-row.ts";

/** How an experiment scored, against the one it is compared with. */
export interface ScoreSummary {
  readonly name: string;
  /** The mean over the cases that have this score, 0 to 1. */
  readonly score: number;
  /** The change of the mean since the base; absent without a base. */
  readonly diff?: number;
  /** Cases of equal input that score higher than in the base. */
  readonly improvements: number;
  readonly regressions: number;
}

/**
 * The summary that `Eval()` prints at its end. Only root spans count: a scorer logs its score on
 * its own span too.
 */
export function summarizeScores(
  rows: readonly CollectedRow[],
  baseRows: readonly CollectedRow[],
): Record<string, ScoreSummary> {
  const scores = scoresByName(rows);
  const baseScores = scoresByName(baseRows);
  return Object.fromEntries(
    [...scores].map(([name, cases]) => [name, summarize(name, cases, baseScores.get(name))]),
  );
}

interface ScoredCase {
  readonly input: string;
  readonly score: number;
}

function scoresByName(rows: readonly CollectedRow[]): Map<string, readonly ScoredCase[]> {
  const byName = new Map<string, ScoredCase[]>();
  for (const row of rows) {
    if ((row.span_parents ?? []).length > 0) continue;
    for (const [name, score] of Object.entries(row.scores ?? {})) {
      if (score === null) continue;
      const cases = byName.get(name) ?? [];
      cases.push({ input: JSON.stringify(row.input ?? null), score });
      byName.set(name, cases);
    }
  }
  return byName;
}

function summarize(
  name: string,
  cases: readonly ScoredCase[],
  baseCases: readonly ScoredCase[] | undefined,
): ScoreSummary {
  const score = mean(cases);
  if (baseCases === undefined) return { name, score, improvements: 0, regressions: 0 };
  const before = new Map(baseCases.map((item) => [item.input, item.score]));
  const changes = cases.map((item) => item.score - (before.get(item.input) ?? item.score));
  return {
    name,
    score,
    diff: score - mean(baseCases),
    improvements: changes.filter((change) => change > 0).length,
    regressions: changes.filter((change) => change < 0).length,
  };
}

function mean(cases: readonly ScoredCase[]): number {
  return cases.reduce((sum, item) => sum + item.score, 0) / cases.length;
}
