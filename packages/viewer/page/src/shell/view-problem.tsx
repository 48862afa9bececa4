import type { VNode } from "preact";
import { ApiError } from "../api/fetch-json.ts";
import { ProblemNote } from "./problem-note.tsx";

interface ViewProblemProps {
  readonly error: Error | undefined;
  readonly what: "execution" | "trace";
  readonly home: string;
}

/** In place of a view whose data is on its way, or will not come. */
export function ViewProblem({ error, what, home }: ViewProblemProps): VNode {
  if (error === undefined) {
    return <main class="view-loading" id="main" aria-busy="true" aria-label="Loading" />;
  }
  if (!(error instanceof ApiError) || error.status !== 404) {
    return (
      <main id="main">
        <ProblemNote error={error} />
      </main>
    );
  }
  return (
    <main class="empty" id="main">
      <h1>This {what} is not here</h1>
      <p>It was cleared, or it was logged to a viewer with another directory.</p>
      <p>
        <a class="button" href={home}>
          Show all executions
        </a>
      </p>
    </main>
  );
}
