/** What a column of text would like to have. */
export interface ColumnNeed {
  readonly needs: number;
  /** Its part of the width when there is not enough for all. */
  readonly weight: number;
}

/**
 * Shares a width among columns: who needs less than a fair part gets what it needs, the others
 * share what is left by weight.
 *
 * @example
 * shareColumns(20, [{ needs: 4, weight: 1 }, { needs: 50, weight: 1 }]); // [4, 16]
 */
export function shareColumns(width: number, columns: readonly ColumnNeed[]): readonly number[] {
  const shares = new Map<ColumnNeed, number>();
  let left = width;
  let open = [...columns];
  for (;;) {
    const weights = open.reduce((sum, column) => sum + column.weight, 0);
    const fairPart = (column: ColumnNeed): number => Math.floor((left * column.weight) / weights);
    const modest = open.filter((column) => column.needs <= fairPart(column));
    if (modest.length === 0) {
      for (const column of open) shares.set(column, Math.max(0, fairPart(column)));
      return columns.map((column) => shares.get(column) ?? 0);
    }
    for (const column of modest) {
      shares.set(column, column.needs);
      left -= column.needs;
    }
    open = open.filter((column) => !modest.includes(column));
  }
}
