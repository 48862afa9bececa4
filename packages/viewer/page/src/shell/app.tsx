import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { ExecutionView } from "../execution/execution-view.tsx";
import { ExecutionCount } from "../executions/execution-count.tsx";
import type { ExecutionList } from "../executions/execution-list.ts";
import { parseQuery, queryPath } from "../executions/execution-query.ts";
import { ExecutionsView } from "../executions/executions-view.tsx";
import { useShortcuts } from "../keyboard/shortcuts.ts";
import { goUp, navigate, useRoute } from "../routing/navigation.ts";
import type { Route } from "../routing/route.ts";
import { TraceView } from "../trace/trace-view.tsx";
import { ConnectionLight } from "./connection-light.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { Icon } from "./icon.tsx";
import "./app.css";

/** The whole page: what is above every view, and the view that the address names. */
export function App({ list }: { readonly list: ExecutionList }): VNode {
  const route = useRoute();
  const [help, setHelp] = useState(false);
  // The list itself follows its address a moment later.
  const home = queryPath(route.view === "executions" ? parseQuery(route.search) : list.query);
  const searches = useRef(false);
  useShortcuts({
    "?": () => setHelp(true),
    "/": (event) => {
      event.preventDefault();
      searches.current = !focusSearch();
      if (searches.current) navigate(home);
    },
    Escape: () => route.view !== "executions" && goUp(home),
  });
  // Before the next key: who types fast means the search with all of them.
  useLayoutEffect(() => {
    if (searches.current) searches.current = !focusSearch();
  });
  return (
    <div class="app">
      <header class="top">
        <a class="top-name" href={home}>
          <Mark />
          Executions
          <ExecutionCount list={list} />
        </a>
        <ConnectionLight />
        <button
          type="button"
          class="button quiet square"
          aria-label="Keyboard help"
          title="Keyboard help (?)"
          onClick={() => setHelp(true)}
        >
          <Icon name="keyboard" size={18} />
        </button>
      </header>
      <View route={route} list={list} home={home} />
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </div>
  );
}

/** Answers whether the search is there. */
function focusSearch(): boolean {
  const search = document.getElementById("search");
  search?.focus();
  return search !== null;
}

interface ViewProps {
  readonly route: Route;
  readonly list: ExecutionList;
  readonly home: string;
}

function View({ route, list, home }: ViewProps): VNode {
  switch (route.view) {
    case "executions":
      return <ExecutionsView list={list} search={route.search} />;
    case "execution":
      return <ExecutionView key={route.key} executionKey={route.key} list={list} home={home} />;
    case "trace":
      return <TraceView key={route.traceId} traceId={route.traceId} home={home} />;
    case "nowhere":
      return <Nowhere home={home} />;
  }
}

function Nowhere({ home }: { readonly home: string }): VNode {
  return (
    <main class="empty" id="main">
      <h1>There is nothing here</h1>
      <p>This address names no view.</p>
      <p>
        <a class="button" href={home}>
          Show all executions
        </a>
      </p>
    </main>
  );
}

function Mark(): VNode {
  return (
    <svg class="top-mark" width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <rect x="7" y="8" width="18" height="4" rx="2" />
      <rect x="10" y="14" width="11" height="4" rx="2" opacity="0.8" />
      <rect x="15" y="20" width="9" height="4" rx="2" opacity="0.6" />
    </svg>
  );
}
