import type { VNode } from "preact";
import type { MediaItem } from "../../../src/api/contract.ts";
import { useNow } from "../format/use-now.ts";

/** Whether a file is safe on this machine, and if not, how long it lives at Replicate. */
export function KeptBadge({ item }: { readonly item: MediaItem }): VNode {
  switch (item.state) {
    case "kept":
      return <span class="badge good">✓ Kept</span>;
    case "keeping":
    case "pending":
      return <span class="badge busy">Keeping…</span>;
    case "expired":
      return <span class="badge">Gone: Replicate deleted it</span>;
    case "refused":
    case "failed":
      return <NotKept item={item} />;
  }
}

function NotKept({ item }: { readonly item: MediaItem }): VNode {
  const now = useNow();
  const left = item.expiresAt === null ? undefined : Math.ceil((item.expiresAt - now) / 60);
  return (
    <span class="badge warn" title={item.why ?? undefined}>
      Not kept
      {left !== undefined && left > 0 && `, ${left} min left`}
      {left !== undefined && left <= 0 && ", its hour is over"}
    </span>
  );
}
