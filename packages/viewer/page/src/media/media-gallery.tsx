import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { MediaItem } from "../../../src/api/contract.ts";
import { formatBytes } from "../../../src/trace-tree/format-bytes.ts";
import { OutsideLink } from "../markdown/markdown.tsx";
import { webAddress } from "../markdown/parse-markdown.ts";
import { Icon } from "../shell/icon.tsx";
import { isOwnMedia } from "./own-media.ts";
import { KeptBadge } from "./kept-badge.tsx";
import { Lightbox } from "./lightbox.tsx";
import { useMinutesLeft } from "./use-minutes-left.ts";
import "./media-gallery.css";

/** An output of more files than this is opened piece by piece. */
const FIRST = 24;
/** One is shown large, two and four in pairs. */
const LAYOUTS: readonly (string | undefined)[] = [undefined, "single", "pairs", undefined, "pairs"];

interface MediaGalleryProps {
  readonly items: readonly MediaItem[];
  readonly label: string;
  /** Small, for what went in. */
  readonly small?: boolean;
}

/** Files as what they are: pictures to look at, sounds and videos to play, the rest to download. */
export function MediaGallery({ items, label, small = false }: MediaGalleryProps): VNode {
  const [open, setOpen] = useState<string | undefined>(undefined);
  const [shown, setShown] = useState(FIRST);
  const pictures = items.filter((item) => item.kind === "image" && isOwnMedia(item.url));
  const layout = small ? "small" : (LAYOUTS[items.length] ?? "many");
  return (
    <>
      <ul class={`gallery ${layout}`} role="list" aria-label={label}>
        {items.slice(0, shown).map((item) => (
          <li key={item.path} class={`gallery-item ${item.kind}`}>
            <Medium item={item} onOpen={() => setOpen(item.path)} />
            <Caption item={item} />
          </li>
        ))}
      </ul>
      {items.length > shown && (
        <button type="button" class="button" onClick={() => setShown(shown + FIRST)}>
          Show more: {items.length - shown} left
        </button>
      )}
      {open !== undefined && (
        <Lightbox
          pictures={pictures}
          path={open}
          onMove={setOpen}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

interface MediumProps {
  readonly item: MediaItem;
  readonly onOpen: () => void;
}

function Medium({ item, onOpen }: MediumProps): VNode {
  const { url, kind, filename } = item;
  if (!isOwnMedia(url)) return <Missing item={item} />;
  switch (kind) {
    case "image":
      return (
        <button
          type="button"
          class="gallery-picture"
          onClick={onOpen}
          aria-label={`Zoom ${filename}`}
        >
          <img src={url} alt={`${item.path}: ${filename}`} loading="lazy" decoding="async" />
        </button>
      );
    case "audio":
      return <audio controls preload="metadata" src={url} aria-label={filename} />;
    case "video":
      return <video controls playsInline preload="metadata" src={url} aria-label={filename} />;
    case "text":
    case "file":
      return <Missing item={item} />;
  }
}

/** In place of a file that cannot be shown. */
function Missing({ item }: { readonly item: MediaItem }): VNode {
  return (
    <div class="gallery-missing">
      <Icon name={item.kind} size={22} />
      {item.why !== null && <span class="logged">{item.why}</span>}
    </div>
  );
}

function Caption({ item }: { readonly item: MediaItem }): VNode {
  const details = [item.contentType, item.bytes === null ? null : formatBytes(item.bytes)];
  return (
    <div class="gallery-caption">
      <span class="gallery-name mono logged" title={item.source ?? item.filename}>
        {item.filename}
      </span>
      <span class="gallery-details">{details.filter((detail) => detail !== null).join(", ")}</span>
      <span class="gallery-state">
        <KeptBadge item={item} />
        <FileLink item={item} />
      </span>
    </div>
  );
}

function FileLink({ item }: { readonly item: MediaItem }): VNode | null {
  if (isOwnMedia(item.url)) {
    return (
      <a
        class="button quiet square"
        href={item.url}
        download={item.filename}
        aria-label={`Download ${item.filename}`}
        title="Download"
      >
        <Icon name="download" size={15} />
      </a>
    );
  }
  return <SourceLink item={item} />;
}

/** Where a file that is not here is, as long as it is there. */
function SourceLink({ item }: { readonly item: MediaItem }): VNode | null {
  const left = useMinutesLeft(item.expiresAt);
  const isGone = item.state === "expired" || left === 0;
  const address = isGone ? undefined : webAddress(item.source ?? "");
  return address === undefined ? null : (
    <OutsideLink address={address}>At {new URL(address).hostname}</OutsideLink>
  );
}
