import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { formatCount } from "../format/format-count.ts";
import { Markdown } from "../markdown/markdown.tsx";
import type { TextForm } from "./text-form.tsx";
import "./text-view.css";

/** Characters drawn at once: a browser lays out this much without a pause. */
const FIRST = 30_000;
const MORE = 100_000;

interface TextViewProps {
  readonly text: string;
  readonly label: string;
  readonly form?: TextForm;
}

/** A text as it is, or as the Markdown that it is; long ones piece by piece. */
export function TextView({ text, label, form = "plain" }: TextViewProps): VNode {
  const [shown, setShown] = useState(FIRST);
  if (form === "markdown") {
    return (
      <div class="text-box" role="group" aria-label={label} tabIndex={0}>
        <Markdown text={text} />
      </div>
    );
  }
  return (
    <>
      <div class="text-box plain" role="group" aria-label={label} tabIndex={0}>
        <p class="logged" dir="auto">
          {text.slice(0, shown)}
        </p>
      </div>
      {text.length > shown && (
        <button type="button" class="button more" onClick={() => setShown(shown + MORE)}>
          Show more: {formatCount(shown)} of {formatCount(text.length)} characters
        </button>
      )}
    </>
  );
}
