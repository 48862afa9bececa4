import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { looksLikeMarkdown, LONGEST_MARKDOWN } from "../markdown/parse-markdown.ts";

/** How a text is shown. */
export type TextForm = "markdown" | "plain";

interface TextFormChoice {
  readonly form: TextForm;
  /** The switch between the two; absent where there is nothing to choose. */
  readonly choice: VNode | undefined;
}

/** Markdown for a text that seems to be some, until somebody chooses. */
export function useTextForm(text: string | undefined): TextFormChoice {
  const [chosen, choose] = useState<TextForm | undefined>(undefined);
  if (text === undefined || text.length > LONGEST_MARKDOWN) {
    return { form: "plain", choice: undefined };
  }
  const form = chosen ?? (looksLikeMarkdown(text) ? "markdown" : "plain");
  return { form, choice: <FormSwitch form={form} choose={choose} /> };
}

interface FormSwitchProps {
  readonly form: TextForm;
  readonly choose: (form: TextForm) => void;
}

function FormSwitch({ form, choose }: FormSwitchProps): VNode {
  return (
    <div class="segmented" role="group" aria-label="Show as">
      <button type="button" aria-pressed={form === "markdown"} onClick={() => choose("markdown")}>
        Markdown
      </button>
      <button type="button" aria-pressed={form === "plain"} onClick={() => choose("plain")}>
        Plain
      </button>
    </div>
  );
}
