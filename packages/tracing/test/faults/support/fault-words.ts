import type { FaultTable, SpanSaid } from "./fault.ts";

type Row = FaultTable["rows"][number];

/** A row as one sentence: the name of its test. */
export function faultName({ what, where, call, caller, spans }: Row): string {
  return `${where}, ${call}: ${what}. The caller: ${caller}. The span: ${spansWords(spans)}`;
}

/** All tables, as a page. */
export function faultsPage(tables: readonly FaultTable[]): string {
  const count = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  return `${INTRODUCTION.replace("<count>", String(count))}${tables.map(section).join("")}`;
}

const INTRODUCTION = `# What happens when something goes wrong

<count> rows, each a test of its own in \`packages/tracing/test/faults\`. Each is played with the bare
client and with the traced one, and everything a program can notice must be the same: results,
errors, requests and their bytes, events, their order. What the caller gets is therefore what
Replicate's client does by itself. "No output" means that there is none on the span, and a status
is the last one that this process saw.

Made from the tests' tables: \`npx vitest run packages/tracing/test/faults -u\`.
`;

function section({ title, rows }: FaultTable): string {
  const lines = rows.map(
    ({ what, where, call, caller, spans }) =>
      `| ${[what, where, `\`${call}\``, code(caller), spansWords(spans, code)].map(cell).join(" | ")} |`,
  );
  const head = "| what goes wrong | where | call | the caller gets | the span says |";
  return `\n## ${title}\n\n${head}\n|---|---|---|---|---|\n${lines.join("\n")}\n`;
}

/** Markdown would take these signs for its own. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function code(text: string): string {
  const ticks = text.includes("`") ? "``" : "`";
  const room = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${room}${text}${room}${ticks}`;
}

function spansWords(spans: readonly SpanSaid[], quote = (text: string): string => text): string {
  if (spans.length === 0) return "no row";
  return spans.map((span) => spanWords(span, quote)).join("; and ");
}

function spanWords(span: SpanSaid, quote: (text: string) => string): string {
  const { status, error, incomplete, attempts, output, truncated, open } = span;
  const parts = [
    status === undefined ? "no status" : quote(status),
    error === undefined ? undefined : `error ${quote(error)}`,
    output === undefined ? "no output" : `output ${quote(JSON.stringify(output))}`,
    truncated && "truncated",
    attempts === undefined ? undefined : `${attempts} attempts`,
    incomplete === undefined ? undefined : `incomplete: ${quote(incomplete)}`,
    open === true ? "still open" : "ended",
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}
