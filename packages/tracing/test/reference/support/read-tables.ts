/** The cells of a row; the first one without its backquotes. */
export type Row = readonly string[];

/** The first table under each second-level heading of a Markdown document. */
export function readTables(markdown: string): ReadonlyMap<string, readonly Row[]> {
  const tables = new Map<string, readonly Row[]>();
  for (const section of markdown.split(/^## /m).slice(1)) {
    const [title = "", ...lines] = section.split("\n");
    const start = lines.findIndex((line) => line.startsWith("|"));
    if (start < 0) continue;
    const after = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
    // Below the heading and its rule.
    const body = lines.slice(start + 2, after < 0 ? undefined : after);
    tables.set(title.trim(), body.map(cells));
  }
  return tables;
}

function cells(line: string): Row {
  const [name = "", ...rest] = line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
  return [name.replaceAll("`", ""), ...rest];
}
