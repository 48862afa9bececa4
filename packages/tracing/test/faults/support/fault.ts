import type { ReplicateTracingOptions } from "../../../src/index.ts";
import type { Scene } from "../../support/start-scene.ts";
import type { ClientOptions } from "../../transparency/support/stage.ts";
import type { Scenario } from "../../transparency/support/story.ts";

/** Where something goes wrong. */
type FaultPlace =
  | "before the request"
  | "POST"
  | "poll"
  | "cancel"
  | "SSE"
  | "file upload"
  | "file download"
  | "the answer"
  | "the caller's code"
  | "the client"
  | "the SDK"
  | "the process";

/** All that a span says of how an execution went. What is absent here is absent there. */
export interface SpanSaid {
  readonly status?: string;
  readonly error?: string;
  readonly incomplete?: string;
  readonly attempts?: number;
  readonly output?: unknown;
  readonly truncated?: true;
  /** Neither has it ended nor was it given up yet. */
  readonly open?: true;
}

/** A row of the table: what goes wrong, and what becomes of it. */
interface FaultRow {
  /** What goes wrong, in words. No two rows of a table say the same. */
  readonly what: string;
  readonly where: FaultPlace;
  /** The call that it happens to. */
  readonly call: string;
  /** What the caller gets, traced or not, as `outcomeOf` words it. */
  readonly caller: string;
  /** What the rows in Braintrust say; none where nothing was executed, or nothing arrived. */
  readonly spans: readonly SpanSaid[];
}

/** Something that goes wrong while the process lives. */
export interface Fault extends FaultRow {
  readonly does: Scenario;
  /** How the client is built. */
  readonly client?: ClientOptions;
  /** How it is traced, where not by `wrapReplicate(client)`. */
  readonly wrap?: <T extends object>(client: T, options: ReplicateTracingOptions) => T;
  readonly options?: ReplicateTracingOptions;
  /** Breaks Braintrust's side, before the program starts. */
  readonly braintrust?: (scene: Scene) => unknown;
  /** A traced class sees less than a traced client. */
  readonly onlyByClient?: boolean;
  /** What tracing itself has to report. */
  readonly reports?: string;
}

/** Something that ends the process: an ending of `programs/ends-badly.ts`. */
export interface ProcessFault extends FaultRow {
  readonly ending: string;
  readonly braintrust?: (scene: Scene) => unknown;
}

/** Rows about one theme. */
export interface FaultTable<Row extends FaultRow = FaultRow> {
  readonly title: string;
  readonly rows: readonly Row[];
}
