import type { ComponentChildren, VNode } from "preact";
import type { MediaItem } from "../../../src/api/contract.ts";
import { useMinutesLeft } from "./use-minutes-left.ts";

/** Whether a file is safe on this machine, and if not, how long it lives at Replicate. */
export function KeptBadge({ item }: { readonly item: MediaItem }): VNode {
  switch (item.state) {
    case "kept":
      return <span class="badge good">✓ Kept</span>;
    case "keeping":
    case "pending":
      return (
        <span class="badge busy">
          Keeping…
          <TimeLeft item={item} />
        </span>
      );
    case "expired":
      // Only what Replicate has for an hour is known to be deleted by it.
      return <span class="badge">Gone{item.expiresAt !== null && ": Replicate deleted it"}</span>;
    case "refused":
    case "failed":
      return (
        <span class="badge warn" title={item.why ?? undefined}>
          Not kept
          <TimeLeft item={item} />
        </span>
      );
  }
}

function TimeLeft({ item }: { readonly item: MediaItem }): ComponentChildren {
  const left = useMinutesLeft(item.expiresAt);
  if (left === undefined) return null;
  return left > 0 ? `, ${left} min left` : ", its hour is over";
}
