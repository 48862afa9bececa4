import type { VNode } from "preact";
import type { Facets } from "../../../src/api/contract.ts";
import { FilterMenu } from "./filter-menu.tsx";
import {
  FILTER_NAMES,
  isNarrowed,
  parseQuery,
  toggleFilter,
  type ExecutionQuery,
  type FilterName,
} from "./execution-query.ts";
import { SearchBox } from "./search-box.tsx";
import { TimeFilter } from "./time-filter.tsx";
import "./filter-bar.css";

const LABELS: { readonly [name in FilterName]: string } = {
  model: "Model",
  version: "Version",
  status: "Status",
  kind: "Output",
  project: "Project",
};

const FACETS: { readonly [name in FilterName]: keyof Facets } = {
  model: "models",
  version: "versions",
  status: "statuses",
  kind: "kinds",
  project: "projects",
};

interface FilterBarProps {
  readonly query: ExecutionQuery;
  readonly facets: Facets | undefined;
  readonly onChange: (query: ExecutionQuery) => void;
}

/** Search and filters. What is chosen is in the address, so that it can be kept and sent. */
export function FilterBar({ query, facets, onChange }: FilterBarProps): VNode {
  return (
    <search class="filter-bar" aria-label="Executions">
      <SearchBox text={query.text} onChange={(text) => onChange({ ...query, text })} />
      <div class="filters">
        {FILTER_NAMES.map((name) => (
          <FilterMenu
            key={name}
            label={LABELS[name]}
            values={facets?.[FACETS[name]] ?? []}
            chosen={query.filters[name]}
            onToggle={(value) => onChange(toggleFilter(query, name, value))}
          />
        ))}
        <TimeFilter query={query} onChange={onChange} />
        {isNarrowed(query) && (
          <button type="button" class="button quiet" onClick={() => onChange(parseQuery(""))}>
            Clear
          </button>
        )}
      </div>
    </search>
  );
}
