import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../shell/icon.tsx";

/** While somebody types, nobody needs an answer to half a word. */
const PAUSE_MS = 180;

interface SearchBoxProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Words to look for in inputs and outputs. */
export function SearchBox({ text, onChange }: SearchBoxProps): VNode {
  const [typed, setTyped] = useState(text);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(text);
  // By the time that the pause is over, another filter may have been chosen.
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    // Changed from elsewhere: by back, by Clear.
    if (text !== sent.current) setTyped(text);
    sent.current = text;
  }, [text]);
  // Who has gone on to another view does not want to come back by what was typed here.
  useLayoutEffect(() => () => clearTimeout(pause.current), []);
  const send = (words: string, ms: number): void => {
    clearTimeout(pause.current);
    pause.current = setTimeout(() => {
      sent.current = words.trim();
      latest.current(words.trim());
    }, ms);
  };
  const type = (words: string): void => {
    setTyped(words);
    send(words, PAUSE_MS);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") send(typed, 0);
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (typed === "" && event.currentTarget instanceof HTMLElement) event.currentTarget.blur();
    type("");
  };
  return (
    <label class="search-box">
      <Icon name="search" size={15} />
      <span class="only-heard">Search inputs and outputs</span>
      <input
        id="search"
        type="search"
        placeholder="Search inputs and outputs"
        autocomplete="off"
        spellcheck={false}
        aria-keyshortcuts="/"
        value={typed}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
