import type { ComponentChildren, VNode } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { FacetValue } from "../../../src/api/contract.ts";
import { formatCount } from "../format/format-count.ts";
import { Icon } from "../shell/icon.tsx";
import "./filter-menu.css";

const SEARCHABLE_FROM = 9;
/** Thousands of versions would make a menu that nobody reads. */
const MOST_SHOWN = 200;

interface PopoverProps {
  readonly label: string;
  /** What the button says beside its label: how much is chosen. */
  readonly chosen: string;
  readonly children: ComponentChildren;
}

/** A button and what it opens. Escape, a click elsewhere and leaving by Tab close it. */
export function FilterPopover({ label, chosen, children }: PopoverProps): VNode {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const panelId = useId();
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) {
        setOpen(false);
      }
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    setOpen(false);
    root.current?.querySelector("button")?.focus();
  };
  return (
    <div class="filter-menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={`button filter-button${chosen === "" ? "" : " active"}`}
        aria-expanded={open}
        aria-controls={open ? panelId : undefined}
        onClick={() => setOpen(!open)}
      >
        {label}
        {chosen !== "" && <span class="filter-chosen">{chosen}</span>}
        <Icon name="down" size={14} />
      </button>
      {open && (
        <div class="filter-panel" id={panelId} role="group" aria-label={label}>
          {children}
        </div>
      )}
    </div>
  );
}

interface FilterMenuProps {
  readonly label: string;
  readonly values: readonly FacetValue[];
  readonly chosen: readonly string[];
  readonly onToggle: (value: string) => void;
}

/** Several values of one kind to choose from. */
export function FilterMenu({ label, values, chosen, onToggle }: FilterMenuProps): VNode {
  return (
    <FilterPopover label={label} chosen={chosen.length === 0 ? "" : String(chosen.length)}>
      <Choices
        label={label}
        values={withChosen(values, chosen)}
        chosen={chosen}
        onToggle={onToggle}
      />
    </FilterPopover>
  );
}

/** What is chosen stays there to be taken back, also when nothing has it any more. */
function withChosen(
  values: readonly FacetValue[],
  chosen: readonly string[],
): readonly FacetValue[] {
  const gone = chosen.filter((one) => !values.some(({ value }) => value === one));
  return [...values, ...gone.map((value) => ({ value, label: value, count: 0 }))];
}

function Choices({ label, values, chosen, onToggle }: FilterMenuProps): VNode {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const found = values.filter((one) => one.label.toLowerCase().includes(wanted));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <>
      {values.length >= SEARCHABLE_FROM && (
        <input
          class="filter-search"
          type="search"
          placeholder={`Find ${label.toLowerCase()}`}
          aria-label={`Find ${label.toLowerCase()}`}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      <div class="filter-values">
        {shown.map(({ value, label: name, count }) => (
          <label class="filter-value" key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => onToggle(value)}
            />
            <span class="filter-label logged" title={name}>
              {name}
            </span>
            <span class="filter-count number">{formatCount(count)}</span>
          </label>
        ))}
        {shown.length === 0 && <p class="filter-none">Nothing was logged that fits.</p>}
        {found.length > shown.length && (
          <p class="filter-none">and {formatCount(found.length - shown.length)} more</p>
        )}
      </div>
    </>
  );
}
