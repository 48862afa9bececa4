import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { setSingleKeys, singleKeysOn } from "../keyboard/shortcuts.ts";
import { Icon } from "./icon.tsx";
import "./help-dialog.css";

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["j", "↓"], "Next execution"],
  [["k", "↑"], "Previous execution"],
  [["Enter"], "Open it"],
  [["Esc"], "Back to the list"],
  [["/"], "Search"],
  [["t"], "The trace around an execution"],
  [["Home", "End"], "First, last"],
  [["PgUp", "PgDn"], "Ten at a time"],
  [["←", "→"], "In a trace: close, open a branch. Among pictures: previous, next"],
  [["?"], "This help"],
];

/** The keys, and a switch for those that are single letters. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [single, setSingle] = useState(singleKeysOn);
  useEffect(() => dialog.current?.showModal(), []);
  const toggle = (): void => {
    setSingleKeys(!single);
    setSingle(!single);
  };
  return (
    <dialog
      class="help"
      ref={dialog}
      aria-labelledby="help-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="help-body">
        <header>
          <h2 id="help-title">Keyboard</h2>
          <button
            type="button"
            class="button quiet square"
            aria-label="Close"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        <dl class="help-keys">
          {KEYS.map(([keys, what]) => (
            <div key={what}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <label class="help-switch">
          <input type="checkbox" checked={single} onChange={toggle} />
          Shortcuts of a single letter
        </label>
      </div>
    </dialog>
  );
}
