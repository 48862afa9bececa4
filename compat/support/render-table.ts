import type { Check, CheckGroup } from "./check.ts";

/** What is known of a group after its run. */
export type GroupResult = Pick<CheckGroup, "name" | "about"> & {
  readonly checks: readonly Check[];
};

/** The table, as Markdown that can also be read in a terminal. */
export function renderTable(results: readonly GroupResult[]): string {
  return results.map(renderGroup).join("\n");
}

function renderGroup({ name, about, checks }: GroupResult): string {
  const columns = unique(checks.map(({ check }) => check));
  const rows = unique(checks.map(({ subject }) => subject)).map((subject) => [
    subject,
    ...columns.map((column) =>
      markOf(checks.find(({ subject: row, check }) => row === subject && check === column)),
    ),
  ]);
  const lines = [[name, ...columns], ...rows];
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const [head = "", ...body] = lines.map(
    (line) => `| ${line.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)).join(" | ")} |`,
  );
  const rule = `|${widths?.map((width) => "-".repeat(width + 2)).join("|") ?? ""}|`;
  return [about, "", head, rule, ...body, ""].join("\n");
}

function markOf(check: Check | undefined): string {
  if (check === undefined) return "";
  return check.problems.length === 0 ? "✓" : "✗";
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
