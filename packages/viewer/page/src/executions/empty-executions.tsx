import type { VNode } from "preact";
import { CopyButton } from "../shell/copy-button.tsx";
import { isNarrowed, type ExecutionQuery } from "./execution-query.ts";
import "./empty-executions.css";

/** Says what to do next when there is nothing to see. */
export function EmptyExecutions({ query }: { readonly query: ExecutionQuery }): VNode {
  return isNarrowed(query) ? <NothingFits /> : <NothingYet />;
}

function NothingFits(): VNode {
  return (
    <div class="empty">
      <h2>Nothing fits</h2>
      <p>No execution has all of this. Take a filter away, or search for other words.</p>
      <p>
        <a class="button" href="/">
          Show all executions
        </a>
      </p>
    </div>
  );
}

function NothingYet(): VNode {
  const environment = `export BRAINTRUST_APP_URL=${location.origin} BRAINTRUST_API_KEY=local`;
  return (
    <div class="empty">
      <Waves />
      <h2>Waiting for the first execution</h2>
      <p>Type this where your app starts, then run it. Executions appear here as they happen.</p>
      <Step number={1} title="Send traces here" code={environment} />
      <Step number={2} title="Run your app" code="node app.js" />
      <p class="empty-more">
        No app yet? <code>npm install braintrust-replicate braintrust replicate</code>, then wrap
        the client: <code>wrapReplicate(new Replicate())</code>.
      </p>
    </div>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly code: string;
}

function Step({ number, title, code }: StepProps): VNode {
  return (
    <div class="empty-step">
      <span class="empty-number" aria-hidden="true">
        {number}
      </span>
      <span class="empty-title">{title}</span>
      <code>{code}</code>
      <CopyButton text={code} label={`Copy: ${title}`} />
    </div>
  );
}

function Waves(): VNode {
  return (
    <svg class="empty-waves" width="120" height="44" viewBox="0 0 120 44" aria-hidden="true">
      <rect x="0" y="4" width="112" height="8" rx="4" />
      <rect x="14" y="18" width="62" height="8" rx="4" />
      <rect x="52" y="32" width="48" height="8" rx="4" />
    </svg>
  );
}
