import type { CollectedRow } from "../store/collected-row.ts";
import type { RowStore } from "../store/row-store.ts";

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
 * The summary that `Eval()` prints at its end. A case is a trace and has each score once: `Eval()`
 * logs scores on the spans of its scorers, `experiment.log()` on the root.
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

/** The scores of an experiment's rows against those of its base; either may be unknown. */
export function compareScores(
  store: Pick<RowStore, "rows">,
  experimentId: string | undefined,
  baseId: string | undefined,
): Record<string, ScoreSummary> {
  const rowsOf = (id: string | undefined): readonly CollectedRow[] =>
    id === undefined ? [] : store.rows().filter((row) => row.experiment_id === id);
  return summarizeScores(rowsOf(experimentId), rowsOf(baseId));
}

interface ScoredCase {
  readonly input: string;
  readonly score: number;
}

function scoresByName(rows: readonly CollectedRow[]): Map<string, readonly ScoredCase[]> {
  const roots = rows.filter((row) => (row.span_parents ?? []).length === 0);
  const inputs = new Map(roots.map((root) => [traceOf(root), JSON.stringify(root.input ?? null)]));
  const byName = new Map<string, Map<string, ScoredCase>>();
  for (const row of rows) {
    const trace = traceOf(row);
    for (const [name, score] of Object.entries(row.scores ?? {})) {
      if (score === null) continue;
      const cases = byName.get(name) ?? new Map<string, ScoredCase>();
      cases.set(trace, { input: inputs.get(trace) ?? trace, score });
      byName.set(name, cases);
    }
  }
  return new Map([...byName].map(([name, cases]) => [name, [...cases.values()]]));
}

function traceOf(row: CollectedRow): string {
  return row.root_span_id ?? row.id;
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
