import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ExecutionDetail } from "../../../src/api/contract.ts";
import { CopyButton } from "../shell/copy-button.tsx";
import { curlSnippet, javascriptSnippet, pythonSnippet } from "./code-snippets.ts";
import { requestOf, type ReplicateRequest } from "./request-of.ts";
import { Section } from "./section.tsx";
import { useWholeDetail } from "./use-whole-detail.ts";

const LANGUAGES: { readonly [name: string]: (request: ReplicateRequest) => string } = {
  curl: curlSnippet,
  Python: pythonSnippet,
  JavaScript: javascriptSnippet,
};
/** More would be no code to read; the button copies all of it. */
const MOST_SHOWN = 20_000;

/** The execution as code that runs it again; the token stays in the environment. */
export function CodeSection({ detail }: { readonly detail: ExecutionDetail }): VNode {
  const [language, setLanguage] = useState("curl");
  const wholeDetail = useWholeDetail(detail);
  const code = safely(() => codeOf(detail, language));
  return (
    <Section
      title="Run it again"
      tools={
        <>
          {code !== undefined && <Languages chosen={language} choose={setLanguage} />}
          <CopyButton
            text={async () => jsonOf(await wholeDetail())}
            label="Copy the row as JSON"
            words="Row as JSON"
          />
        </>
      }
    >
      {code === undefined ? (
        <p class="quiet-words">
          The row does not hold all that a request needs. The row itself can be copied as JSON.
        </p>
      ) : (
        <div class="code-block">
          <pre role="group" tabIndex={0} aria-label={`${language} code`}>
            <code>{code.slice(0, MOST_SHOWN)}</code>
          </pre>
          <CopyButton
            text={async () => codeOf(await wholeDetail(), language) ?? code}
            label={`Copy as ${language}`}
          />
        </div>
      )}
    </Section>
  );
}

function Languages({
  chosen,
  choose,
}: {
  readonly chosen: string;
  readonly choose: (name: string) => void;
}): VNode {
  return (
    <div class="segmented" role="group" aria-label="Language">
      {Object.keys(LANGUAGES).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === chosen}
          onClick={() => choose(name)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function codeOf(detail: ExecutionDetail, language: string): string | undefined {
  const request = requestOf(detail);
  return request === undefined ? undefined : LANGUAGES[language]?.(request);
}

function jsonOf({ row }: ExecutionDetail): string {
  return JSON.stringify(row, null, 2);
}

/** A row may be nested deeper than `JSON.stringify` goes. */
function safely(make: () => string | undefined): string | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
