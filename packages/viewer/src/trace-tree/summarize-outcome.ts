import { spanStatus } from "./span-status.ts";
import type { FindAttachment } from "./summarize-value.ts";
import { summarizeValue } from "./summarize-value.ts";
import type { TraceTree } from "./trace-tree.ts";

const MOST_CHARACTERS = 500;

/**
 * What came of a span, in short: its error, else its output with the reason why it is not whole.
 * May hold control characters of the logged value: `terminalText` comes after.
 */
export function summarizeOutcome(tree: TraceTree, findAttachment?: FindAttachment): string {
  const { row, parentMissing } = tree;
  const notes = [
    spanStatus(row) === "running" ? "running" : "",
    row.metadata?.["status"] === "canceled" ? "canceled" : "",
    typeof row.metadata?.["incomplete"] === "string"
      ? row.metadata["incomplete"].replaceAll("_", " ")
      : "",
    parentMissing ? "parent not received" : "",
  ].filter((note) => note !== "");
  const outcome =
    row.error == null ? summarizeValue(row.output, findAttachment) : summarizeError(row.error);
  return [outcome, notes.length === 0 ? "" : `(${notes.join(", ")})`]
    .filter((part) => part !== "")
    .join(" ");
}

/**
 * The line that says what happened: the first, as JavaScript's SDK puts the stack below it, but the
 * last of a Python traceback.
 */
function summarizeError(error: unknown): string {
  if (typeof error !== "string") return summarizeValue(error);
  const first = firstLine(error.slice(0, MOST_CHARACTERS).trim());
  if (!first.startsWith("Traceback (most recent call last)")) return first;
  return error.slice(-MOST_CHARACTERS).trim().split("\n").at(-1) ?? first;
}

function firstLine(text: string): string {
  return text.split("\n", 1).join("");
}
