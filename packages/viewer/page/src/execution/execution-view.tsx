import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ExecutionDetail } from "../../../src/api/contract.ts";
import { objectAt, textAt } from "../api/json.ts";
import { useServices } from "../api/services.ts";
import { useLiveResource, type LiveResource } from "../api/use-live-resource.ts";
import type { ExecutionList } from "../executions/execution-list.ts";
import { splitModel } from "../executions/split-model.ts";
import { useShortcuts } from "../keyboard/shortcuts.ts";
import { navigate, replaceAddress } from "../routing/navigation.ts";
import { executionPath, tracePath } from "../routing/route.ts";
import { CopyButton } from "../shell/copy-button.tsx";
import { Icon } from "../shell/icon.tsx";
import { StatusBadge } from "../shell/status-badge.tsx";
import { ViewProblem } from "../shell/view-problem.tsx";
import { TraceSection } from "../trace/trace-section.tsx";
import { JsonTree } from "../value/json-tree.tsx";
import { TextView } from "../value/text-view.tsx";
import { CodeSection } from "./code-section.tsx";
import { FactsSection } from "./facts-section.tsx";
import { Section } from "./section.tsx";
import { TimingSection } from "./timing-section.tsx";
import { ValueSection } from "./value-section.tsx";
import "./execution-view.css";

interface ExecutionViewProps {
  readonly executionKey: string;
  readonly list: ExecutionList;
  readonly home: string;
}

/** One execution, whole. */
export function ExecutionView({ executionKey, list, home }: ExecutionViewProps): VNode {
  const { value, error } = useExecution(executionKey);
  useNeighbours(list, executionKey);
  useShortcuts({
    t: () => value !== undefined && navigate(tracePath(value.summary.traceId)),
  });
  if (value === undefined) return <ViewProblem error={error} what="execution" home={home} />;
  return (
    <main class="execution-view" id="main">
      <Header detail={value} home={home} />
      <div class="execution-columns">
        <div class="execution-main">
          <ErrorNote detail={value} />
          {value.isCut && <CutNote executionKey={executionKey} />}
          <TimingSection detail={value} />
          <ValueSection title="Output" detail={value} />
          <ValueSection title="Input" detail={value} />
          <Logs detail={value} />
          <TraceSection traceId={value.summary.traceId} current={executionKey} />
          <CodeSection detail={value} />
        </div>
        <aside class="execution-side" aria-label="Facts and metadata">
          <FactsSection detail={value} />
          <Fields title="Metadata" value={objectAt(value.row, "metadata")} />
          <Fields title="Metrics" value={objectAt(value.row, "metrics")} />
          <Fields title="Row" value={value.row} closed />
        </aside>
      </div>
    </main>
  );
}

/** An execution, or any other span, as it grows. */
function useExecution(executionKey: string): LiveResource<ExecutionDetail> {
  const { api } = useServices();
  const traceId = useRef<string>(undefined);
  const resource = useLiveResource<ExecutionDetail>({
    key: executionKey,
    load: (signal) => api.execution(executionKey, signal),
    listen: (changed) => ({
      executions: (summaries) => summaries.some(({ key }) => key === executionKey) && changed(),
      // The app's own spans are not among the executions.
      trace: (ids) => (traceId.current === undefined || ids.has(traceId.current)) && changed(),
      reset: changed,
    }),
  });
  traceId.current = resource.value?.summary.traceId;
  return resource;
}

/** The next and the previous one of the list, without going back to it. */
function useNeighbours(list: ExecutionList, key: string): void {
  // Before it can leave the list, as one that has ended leaves those that run.
  useEffect(() => list.stand(key), [list, key]);
  const go = (step: 1 | -1): void => {
    list.stand(key);
    if (list.current !== key) return;
    const next = list.rowAt((index) => index + step);
    if (next === undefined || next.key === key) return;
    list.stand(next.key);
    replaceAddress(executionPath(next.key));
    if (list.state.rows.indexOf(next) > list.state.rows.length - 10) list.loadMore();
  };
  useShortcuts({ j: () => go(1), k: () => go(-1) });
}

function Header({
  detail,
  home,
}: {
  readonly detail: ExecutionDetail;
  readonly home: string;
}): VNode {
  const { summary } = detail;
  const { owner, name } = splitModel(summary.deployment ?? summary.model ?? summary.name);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${name.slice(0, 80)}, ${summary.status.slice(0, 20)} · Viewer`;
  }, [name, summary.status]);
  return (
    <header class="view-head">
      <a
        class="button quiet square"
        href={home}
        aria-label="Back to the executions"
        title="Back (Esc)"
      >
        <Icon name="left" />
      </a>
      <h1 class="view-title logged" tabIndex={-1} ref={heading}>
        <span class="row-owner">{owner.slice(0, 80)}</span>
        {name.slice(0, 120)}
      </h1>
      <StatusBadge status={summary.status} />
      {summary.incomplete !== null && (
        <span class="badge warn logged">
          {summary.incomplete.replaceAll("_", " ").slice(0, 40)}
        </span>
      )}
      <div class="view-tools">
        <CopyButton
          text={() => location.href}
          label="Copy the link to this execution"
          words="Link"
        />
        <a class="button" href={tracePath(summary.traceId)}>
          <Icon name="trace" size={15} />
          Trace
        </a>
      </div>
    </header>
  );
}

function ErrorNote({ detail }: { readonly detail: ExecutionDetail }): VNode | null {
  const whole = detail.row["error"];
  const { error } = detail.summary;
  if (error === null && (whole === undefined || whole === null)) return null;
  return (
    <section class="error-note" aria-label="Error">
      {typeof whole === "object" && whole !== null ? (
        <JsonTree value={whole} label="Error" open />
      ) : (
        <ErrorText text={typeof whole === "string" ? whole : (error ?? "")} />
      )}
    </section>
  );
}

/** A page shows what a person can look at; the rest is a file. */
function CutNote({ executionKey }: { readonly executionKey: string }): VNode {
  const href = `/api/executions/${encodeURIComponent(executionKey)}/row`;
  return (
    <p class="cut-note">
      This row is larger than a page can show: texts and lists in it are cut.{" "}
      <a href={href} download="row.json">
        Download all of it
      </a>
    </p>
  );
}

/** Replicate's own words, or those of what was thrown. */
function ErrorText({ text }: { readonly text: string }): VNode {
  return (
    <>
      <div>
        <TextView text={text} label="Error" />
      </div>
      <CopyButton text={text} label="Copy the error" />
    </>
  );
}

function Logs({ detail }: { readonly detail: ExecutionDetail }): ComponentChildren {
  const logs = textAt(objectAt(detail.row, "metadata"), "logs");
  if (logs === undefined) return null;
  return (
    <Section title="Logs">
      <div class="logs mono">
        <TextView text={logs} label="Logs" />
      </div>
    </Section>
  );
}

interface FieldsProps {
  readonly title: string;
  readonly value: ExecutionDetail["row"];
  readonly closed?: boolean;
}

function Fields({ title, value, closed = false }: FieldsProps): ComponentChildren {
  if (Object.keys(value).length === 0) return null;
  return (
    <Section title={title}>
      <JsonTree value={value} label={title} {...(closed ? { open: false } : {})} />
    </Section>
  );
}
