import type { CollectedRow } from "braintrust-replicate-viewer";
import type { SpanSaid } from "./fault.ts";
import { withoutPosition } from "./outcome-of.ts";

/** Longer texts are told by their length, longer errors by their beginning. */
const SHOWN = 60;
const SHOWN_OF_ERROR = 120;

/** Of predictions and of streams. */
const ID = /\b(?:[0-9a-z]{26}|[0-9a-z]{52})\b/g;

/** What a row says, as the table has it. */
export function spanSaid({ metadata = {}, metrics, error, output }: CollectedRow): SpanSaid {
  const { status, incomplete, attempts, truncated } = metadata ?? {};
  return {
    ...(typeof status === "string" && { status }),
    ...(typeof error === "string" && { error: beginning(error) }),
    ...(typeof incomplete === "string" && { incomplete }),
    ...(typeof attempts === "number" && { attempts }),
    ...(output !== undefined && output !== null && { output: glimpse(output) }),
    ...(truncated === true && { truncated }),
    ...(metrics?.["end"] == null && { open: true }),
  };
}

function beginning(error: string): string {
  const text = withoutPosition(error.split("\n")[0] ?? "").replace(ID, "<id>");
  return text.length <= SHOWN_OF_ERROR ? text : `${text.slice(0, SHOWN_OF_ERROR)}…`;
}

function glimpse(value: unknown): unknown {
  if (typeof value === "string") {
    if (value.startsWith("https://")) return `${new URL(value).origin}/…`;
    return value.length <= SHOWN ? value : `<${value.length} characters>`;
  }
  if (Array.isArray(value))
    return value.length > 5 ? `<${value.length} items>` : value.map(glimpse);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  if (record["type"] === "braintrust_attachment") {
    return `<attachment ${String(record["content_type"])}>`;
  }
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, glimpse(item)]));
}
