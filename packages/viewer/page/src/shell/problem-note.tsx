import type { VNode } from "preact";
import { ApiError } from "../api/fetch-json.ts";

/** What went wrong between the page and its server, and what to do. */
export function ProblemNote({ error }: { readonly error: Error }): VNode {
  return (
    <div class="problem-note" role="alert">
      {error instanceof ApiError ? (
        <p class="logged">{error.message}</p>
      ) : (
        <p>
          The viewer does not answer. Is it still running?{" "}
          <code>npx braintrust-replicate-viewer</code> starts it again; this page then goes on by
          itself.
        </p>
      )}
    </div>
  );
}
