import { render } from "preact";
import { LiveEvents } from "./api/live-events.ts";
import { ServicesContext, type Services } from "./api/services.ts";
import { createViewerApi } from "./api/viewer-api.ts";
import { ExecutionList } from "./executions/execution-list.ts";
import { parseQuery } from "./executions/execution-query.ts";
import { parseRoute } from "./routing/route.ts";
import { App } from "./shell/app.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";

const services: Services = { api: createViewerApi(), events: new LiveEvents("/api/events") };
const { view } = parseRoute(location.pathname, location.search);
const list = new ExecutionList(services, parseQuery(view === "executions" ? location.search : ""));
const root = document.getElementById("page");
if (root !== null) {
  render(
    <ServicesContext.Provider value={services}>
      <App list={list} />
    </ServicesContext.Provider>,
    root,
  );
}
services.events.start();
