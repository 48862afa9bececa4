import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Facets } from "../../../src/api/contract.ts";
import { replaceAddress } from "../routing/navigation.ts";
import { VirtualList } from "../virtual-list/virtual-list.tsx";
import { useRowHeight } from "../virtual-list/use-row-height.ts";
import { EmptyExecutions } from "./empty-executions.tsx";
import type { ExecutionList, ExecutionListState } from "./execution-list.ts";
import { parseQuery, queryPath } from "./execution-query.ts";
import { describeCount } from "./execution-count.tsx";
import { ExecutionRow } from "./execution-row.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { ProblemNote } from "../shell/problem-note.tsx";
import { useExecutionList } from "./use-execution-list.ts";
import { useFacets } from "./use-facets.ts";
import { useListKeys } from "./use-list-keys.ts";
import "./executions-view.css";

interface ExecutionsViewProps {
  readonly list: ExecutionList;
  readonly search: string;
}

/** All executions, newest first, as they happen. */
export function ExecutionsView({ list, search }: ExecutionsViewProps): VNode {
  const state = useExecutionList(list);
  const query = useMemo(() => parseQuery(search), [search]);
  const facets = useFacets();
  useEffect(() => list.narrow(query), [list, query]);
  useEffect(() => {
    document.title = "Executions · Viewer";
  }, []);
  return (
    <main class="executions-view" id="main">
      <h1 class="only-heard">Executions</h1>
      <FilterBar
        query={query}
        facets={facets}
        onChange={(narrowed) => replaceAddress(queryPath(narrowed))}
      />
      {state.error !== undefined && <ProblemNote error={state.error} />}
      <Listed list={list} state={state} facets={facets} />
      <p class="only-heard" role="status">
        {state.loading && state.rows.length === 0 ? "" : describeCount(state)}
      </p>
    </main>
  );
}

interface ListedProps {
  readonly list: ExecutionList;
  readonly state: ExecutionListState;
  readonly facets: Facets | undefined;
}

function Listed({ list, state }: ListedProps): VNode {
  const { rows } = state;
  const rowHeight = useRowHeight({ wide: 4, narrow: 6.25 });
  const [atTop, setAtTop] = useState(true);
  const { current, focusRow } = useListKeys(list, rows);
  const indexes = useMemo(() => new Map(rows.map((row, index) => [row.key, index])), [rows]);
  const reachable = current !== undefined && indexes.has(current) ? current : rows[0]?.key;
  if (rows.length === 0) {
    if (state.error !== undefined) return <div />;
    return state.loading ? <Skeleton /> : <EmptyExecutions query={list.query} />;
  }
  return (
    <div class={`executions-list${atTop ? "" : " scrolled"}`}>
      <ColumnNames />
      <VirtualList
        label="Executions"
        count={rows.length}
        rowHeight={rowHeight}
        keyOf={(index) => rows[index]?.key ?? String(index)}
        indexOf={(key) => indexes.get(key) ?? -1}
        current={current}
        onNearEnd={() => list.loadMore()}
        // Not after a failure, or the page would ask without end; scrolling asks once more.
        settled={!state.loading && state.error === undefined}
        onTop={setAtTop}
        renderRow={(index) => {
          const summary = rows[index];
          if (summary === undefined) return null;
          return (
            <ExecutionRow
              summary={summary}
              current={summary.key === current}
              reachable={summary.key === reachable}
              onFocus={focusRow}
            />
          );
        }}
      />
    </div>
  );
}

/** For eyes; ears hear in each row what is what. */
function ColumnNames(): VNode {
  return (
    <div class="execution-row column-names" aria-hidden="true">
      <span />
      <span>Model and input</span>
      <span>Output</span>
      <span>Time</span>
      <span class="row-tokens">Tokens</span>
      <span class="row-start">Started</span>
    </div>
  );
}

function Skeleton(): VNode {
  return (
    <div class="executions-skeleton" aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
