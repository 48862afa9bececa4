import type { EventHub } from "../api/event-hub.ts";
import type { Registry } from "../collector/registry.ts";
import { withProject } from "../storage/execution-index.ts";
import type { SqliteRowStore } from "../storage/sqlite-row-store.ts";

/** Lets every open page hear of what changes in the store. */
export function tellHub(hub: EventHub, store: SqliteRowStore, registry: Registry): void {
  store.subscribeToExecutions((change) => {
    if (change.kind === "cleared") {
      hub.clear();
      return;
    }
    const executions = change.listed.map(({ summary, projectId }) =>
      withProject(summary, projectId === null ? null : registry.project(projectId)),
    );
    hub.note({ executions, traceIds: change.traceIds, needsReset: change.hasUnlisted });
  });
}
