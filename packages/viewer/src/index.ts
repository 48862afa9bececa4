export type {
  ApiJson,
  ApiProblem,
  ApiProject,
  ExecutionDetail,
  ExecutionPage,
  ExecutionSummary,
  FacetValue,
  Facets,
  Health,
  MediaItem,
  MediaState,
  OutputKind,
  Trace,
  TraceSpan,
} from "./api/contract.ts";
export type { Collector, CollectorOptions } from "./collector/create-collector.ts";
export { createCollector } from "./collector/create-collector.ts";
export type { RejectedRow } from "./collector/collector-context.ts";
export type { FailureTarget, FaultSwitches, FaultTarget } from "./collector/fault-switches.ts";
export type { Listening, ListenOptions } from "./collector/listen.ts";
export type { CollectedRow, SpanAttributes } from "./store/collected-row.ts";
export type { LoggedRow } from "./store/logged-row.ts";
export { MemoryRowStore } from "./store/memory-row-store.ts";
export { mergeRow } from "./store/merge-row.ts";
export type {
  AttachmentAnnouncement,
  AttachmentStatus,
  CollectedAttachment,
  RowStore,
  StoreChange,
  WaitOptions,
} from "./store/row-store.ts";
export type { TerminalOptions } from "./terminal/terminal-options.ts";
export { terminalOptions } from "./terminal/terminal-options.ts";
export type { RenderOptions } from "./trace-tree/render-trace-tree.ts";
export { renderTraceTree } from "./trace-tree/render-trace-tree.ts";
export type { FindAttachment } from "./trace-tree/summarize-value.ts";
export type { TraceTree } from "./trace-tree/trace-tree.ts";
export { buildTraceTrees } from "./trace-tree/trace-tree.ts";
export type { SpanTreeSnapshot } from "./trace-tree/span-tree-snapshot.ts";
export { spanTreeSnapshot } from "./trace-tree/span-tree-snapshot.ts";
export type { Viewer, ViewerOptions } from "./viewer/create-viewer.ts";
export { createViewer } from "./viewer/create-viewer.ts";
export type { TrustedServer } from "./keeper/copy-policy.ts";
