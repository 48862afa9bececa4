import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { MediaItem } from "../../../src/api/contract.ts";
import { Icon } from "../shell/icon.tsx";
import "./lightbox.css";

interface LightboxProps {
  readonly pictures: readonly MediaItem[];
  /** Which one is shown. */
  readonly path: string;
  readonly onMove: (path: string) => void;
  readonly onClose: () => void;
}

/** One picture on the whole window: fitting, or pixel by pixel. */
export function Lightbox({ pictures, path, onMove, onClose }: LightboxProps): VNode | null {
  const dialog = useRef<HTMLDialogElement>(null);
  const [whole, setWhole] = useState(false);
  const index = pictures.findIndex((picture) => picture.path === path);
  const picture = pictures[index];
  useEffect(() => dialog.current?.showModal(), []);
  if (picture === undefined) return null;
  const move = (step: number): void => {
    const next = pictures[(index + step + pictures.length) % pictures.length];
    if (next !== undefined) onMove(next.path);
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === "ArrowRight") move(1);
    if (key === "ArrowLeft") move(-1);
    if (key === "z") setWhole(!whole);
  };
  return (
    <dialog
      class="lightbox"
      ref={dialog}
      aria-label={picture.filename}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <header class="lightbox-tools">
        <span class="lightbox-name logged">{picture.filename}</span>
        {pictures.length > 1 && (
          <span class="number">
            {index + 1} of {pictures.length}
          </span>
        )}
        <button type="button" class="button" aria-pressed={whole} onClick={() => setWhole(!whole)}>
          {whole ? "Fit" : "Full size"}
        </button>
        {pictures.length > 1 && <Arrows move={move} />}
        <button
          type="button"
          class="button square"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <div
        class={`lightbox-stage${whole ? " whole" : ""}`}
        tabIndex={0}
        role="group"
        aria-label="Picture"
      >
        <img
          src={picture.url ?? undefined}
          alt={picture.filename}
          onClick={() => setWhole(!whole)}
        />
      </div>
    </dialog>
  );
}

function Arrows({ move }: { readonly move: (step: number) => void }): VNode {
  return (
    <>
      <button type="button" class="button square" aria-label="Previous" onClick={() => move(-1)}>
        <Icon name="left" />
      </button>
      <button type="button" class="button square" aria-label="Next" onClick={() => move(1)}>
        <Icon name="right" />
      </button>
    </>
  );
}
