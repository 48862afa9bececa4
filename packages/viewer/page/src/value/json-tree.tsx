import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ApiJson } from "../../../src/api/contract.ts";
import { isJsonObject } from "../api/json.ts";
import { formatCount } from "../format/format-count.ts";
import { Icon } from "../shell/icon.tsx";
import "./json-tree.css";

/** Children drawn at a time: an object may have a hundred thousand. */
const CHUNK = 100;
const SHORT_TEXT = 400;
const MORE_TEXT = 20_000;
const OPEN_AT_ONCE = 40;

interface JsonTreeProps {
  readonly value: ApiJson;
  readonly label: string;
  /** Whether the first level is open; by default where it is short. */
  readonly open?: boolean;
}

/** Any JSON, opened level by level; what is closed is not in the document. */
export function JsonTree({ value, label, open }: JsonTreeProps): VNode {
  return (
    <div class="json-tree mono" role="group" aria-label={label}>
      <JsonNode
        name={undefined}
        heard={label}
        value={value}
        open={open ?? childrenOf(value).count <= OPEN_AT_ONCE}
      />
    </div>
  );
}

interface JsonNodeProps {
  readonly name: string | undefined;
  /** What a value without a name is called for ears. */
  readonly heard?: string;
  readonly value: ApiJson;
  readonly open: boolean;
}

function JsonNode({ name, heard, value, open: openAtFirst }: JsonNodeProps): VNode {
  const [open, setOpen] = useState(openAtFirst);
  if (typeof value !== "object" || value === null) {
    return (
      <div class="json-line">
        <Name name={name} />
        <Leaf value={value} />
      </div>
    );
  }
  const { count, brackets } = childrenOf(value);
  return (
    <div class="json-branch">
      <button type="button" class="json-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "down" : "right"} size={12} />
        <Name name={name} />
        {heard !== undefined && <span class="only-heard">{heard}</span>}
        <span class="json-count">
          {brackets[0]}
          {count === 0 ? "" : ` ${formatCount(count)} `}
          {brackets[1]}
        </span>
      </button>
      {open && count > 0 && <Children value={value} />}
    </div>
  );
}

function Children({ value }: { readonly value: object }): VNode {
  const [shown, setShown] = useState(CHUNK);
  const { entries, count } = childrenOf(value as ApiJson, shown);
  return (
    <div class="json-children">
      {entries.map(([name, child]) => (
        <JsonNode key={name} name={name} value={child} open={false} />
      ))}
      {count > shown && (
        <button type="button" class="json-more" onClick={() => setShown(shown + CHUNK)}>
          {formatCount(Math.min(CHUNK, count - shown))} more of {formatCount(count - shown)}
        </button>
      )}
    </div>
  );
}

function Name({ name }: { readonly name: string | undefined }): VNode | null {
  if (name === undefined) return null;
  return (
    <span class="json-name">
      <span class="logged">{name.slice(0, SHORT_TEXT)}</span>:{" "}
    </span>
  );
}

function Leaf({ value }: { readonly value: string | number | boolean | null }): VNode {
  const [shown, setShown] = useState(SHORT_TEXT);
  if (typeof value !== "string") {
    return <span class={`json-${value === null ? "null" : typeof value}`}>{String(value)}</span>;
  }
  return (
    <span class="json-string logged">
      “{value.slice(0, shown)}
      {value.length > shown ? (
        <>
          …{" "}
          <button type="button" class="json-more" onClick={() => setShown(shown + MORE_TEXT)}>
            more of {formatCount(value.length)} characters
          </button>
        </>
      ) : (
        "”"
      )}
    </span>
  );
}

interface ChildList {
  readonly entries: readonly (readonly [name: string, child: ApiJson])[];
  readonly count: number;
  readonly brackets: readonly [string, string];
}

/** The first children and how many there are; a huge object is not turned into pairs for that. */
function childrenOf(value: ApiJson, most = 0): ChildList {
  if (Array.isArray(value)) {
    const items = value as readonly ApiJson[];
    const entries = items.slice(0, most).map((child, index) => [String(index), child] as const);
    return { entries, count: items.length, brackets: ["[", "]"] };
  }
  if (!isJsonObject(value)) return { entries: [], count: 0, brackets: ["", ""] };
  const names = Object.keys(value);
  const entries = names.slice(0, most).map((name) => [name, value[name] ?? null] as const);
  return { entries, count: names.length, brackets: ["{", "}"] };
}
