import type { VNode } from "preact";
import "./status-badge.css";

/** How a status is told: by a word, a shape and a colour, never by the colour alone. */
interface StatusLook {
  readonly tone: "good" | "bad" | "warn" | "busy" | "still";
  readonly mark: string;
}

const LOOKS: { readonly [status: string]: StatusLook } = {
  succeeded: { tone: "good", mark: "✓" },
  failed: { tone: "bad", mark: "✕" },
  aborted: { tone: "bad", mark: "!" },
  canceled: { tone: "still", mark: "■" },
  stopped: { tone: "warn", mark: "■" },
  running: { tone: "busy", mark: "" },
  starting: { tone: "busy", mark: "" },
  processing: { tone: "busy", mark: "" },
};
const OTHER: StatusLook = { tone: "still", mark: "?" };

/** The look of any status; rows may hold words that nobody knows. */
export function lookOfStatus(status: string): StatusLook {
  return Object.hasOwn(LOOKS, status) ? (LOOKS[status] ?? OTHER) : OTHER;
}

/** The mark alone, for lists that have a word beside it. */
export function StatusDot({ status }: { readonly status: string }): VNode {
  const { tone, mark } = lookOfStatus(status);
  return (
    <span class={`status-dot ${tone}`} aria-hidden="true" title={status.slice(0, 40)}>
      {mark}
    </span>
  );
}

/** Mark and word. */
export function StatusBadge({ status }: { readonly status: string }): VNode {
  const { tone } = lookOfStatus(status);
  return (
    <span class={`badge status ${tone}`}>
      <StatusDot status={status} />
      <span class="logged">{status.slice(0, 40)}</span>
    </span>
  );
}
