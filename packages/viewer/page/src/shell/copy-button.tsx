import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { copyText } from "./copy-text.ts";
import { Icon } from "./icon.tsx";

const SHOWN_MS = 1_600;

interface CopyButtonProps {
  /** What is copied, or how to get it when it is large or elsewhere. */
  readonly text: string | (() => string | Promise<string>);
  /** For ears, and for eyes unless `words` are given. */
  readonly label: string;
  readonly words?: string;
}

async function copyOf(text: CopyButtonProps["text"]): Promise<boolean> {
  try {
    return await copyText(typeof text === "string" ? text : await text());
  } catch {
    // Too deep for JSON, or the viewer is away.
    return false;
  }
}

/** Copies and says so. */
export function CopyButton({ text, label, words }: CopyButtonProps): VNode {
  const [result, setResult] = useState<"" | "Copied" | "Not copied">("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (): Promise<void> => {
    const done = await copyOf(text);
    setResult(done ? "Copied" : "Not copied");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setResult(""), SHOWN_MS);
  };
  return (
    <button
      type="button"
      class={`button quiet copy-button${words === undefined ? " square" : ""}`}
      title={label}
      aria-label={words === undefined ? label : undefined}
      onClick={() => void copy()}
    >
      <Icon name={result === "Copied" ? "check" : "copy"} size={15} />
      {words !== undefined && (result === "" ? words : result)}
      <span class="only-heard" role="status">
        {result}
      </span>
    </button>
  );
}
