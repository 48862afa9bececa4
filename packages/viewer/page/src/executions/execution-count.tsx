import type { VNode } from "preact";
import { countOf, formatCount } from "../format/format-count.ts";
import type { ExecutionList, ExecutionListState } from "./execution-list.ts";
import { useExecutionList } from "./use-execution-list.ts";
import "./execution-count.css";

/** How many executions fit, beside the page's name; ears hear it where the list is. */
export function ExecutionCount({ list }: { readonly list: ExecutionList }): VNode | null {
  const state = useExecutionList(list);
  if (state.rows.length === 0) return null;
  return (
    <span class="execution-count number" aria-hidden="true">
      {state.total === undefined && !state.complete
        ? `${formatCount(state.rows.length)}+`
        : formatCount(state.total ?? state.rows.length)}
    </span>
  );
}

/** The same in words. */
export function describeCount({ rows, total, complete }: ExecutionListState): string {
  if (total !== undefined) return countOf(total, "execution");
  return complete ? countOf(rows.length, "execution") : `${formatCount(rows.length)}+ executions`;
}
