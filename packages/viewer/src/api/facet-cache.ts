import type { FacetColumn } from "../storage/query-executions.ts";
import { countValues } from "../storage/query-executions.ts";
import type { ApiContext } from "./api-context.ts";
import type { Facets, FacetValue } from "./contract.ts";

/** Counting reads the whole list: while rows come in, it takes a twentieth of the time at most. */
const SHARE = 20;

/** The values to filter by, counted anew when something has changed, and not at every question. */
export class FacetCache {
  readonly #context: Pick<ApiContext, "archive" | "registry">;
  #facets: Facets | undefined;
  /** Until then counts that are not quite true are good enough. */
  #goodUntil = 0;
  #isStale = false;

  constructor(context: Pick<ApiContext, "archive" | "registry">) {
    this.#context = context;
    context.archive.store.subscribeToExecutions((change) => {
      this.#isStale = true;
      // After a removal, nobody should be offered what is gone.
      if (change.kind === "cleared") this.#facets = undefined;
    });
  }

  read(): Facets {
    const started = performance.now();
    const isGood = !this.#isStale || started < this.#goodUntil;
    if (this.#facets !== undefined && isGood) return this.#facets;
    this.#isStale = false;
    this.#facets = this.#count();
    const ended = performance.now();
    this.#goodUntil = ended + (ended - started) * SHARE;
    return this.#facets;
  }

  #count(): Facets {
    const { archive, registry } = this.#context;
    const count = (column: FacetColumn): readonly FacetValue[] => countValues(archive.sql, column);
    const projects = count("project_id").map((facet) => ({
      ...facet,
      label: registry.project(facet.value).name,
    }));
    return {
      models: count("model"),
      versions: count("version"),
      statuses: count("status"),
      kinds: count("kind"),
      projects,
    };
  }
}
