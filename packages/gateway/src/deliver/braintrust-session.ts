import type * as Braintrust from "braintrust";
import { SpanComponentsV4 } from "braintrust/util";
import type { WaitingRow } from "./row-queue.ts";
import type { RowObject } from "../trace/request-parents.ts";

/** What became of rows that were posted. */
export type PostOutcome =
  | { readonly kind: "sent" }
  /** Braintrust does not want these rows: it will not want them later either. */
  | { readonly kind: "refused"; readonly reason: string }
  /** They cannot be written where they belong: those of other projects may be. */
  | { readonly kind: "forbidden"; readonly reason: string }
  /** It could not be reached, or is not well: later may be better. */
  | { readonly kind: "failed"; readonly reason: string };

/** How a session is made. */
export interface SessionOptions {
  readonly braintrust: typeof Braintrust;
  readonly apiKey: string;
  readonly appUrl: string | undefined;
  /** Milliseconds after which one of the SDK's requests is given up: it has no limit itself. */
  readonly requestMs: number;
}

/** The SDK tries three times and sleeps in between; here it is the queue that waits. */
const SDK_VARIABLES = { BRAINTRUST_NUM_RETRIES: "0", BRAINTRUST_SYNC_FLUSH: "1" };
const MOST_LOGGERS = 100;
const EXPERIMENT = 1;
/** These do not say that anything is wrong with the rows, or with where they go. */
const WORTH_RETRYING: ReadonlySet<number> = new Set([401, 407, 408, 425, 429]);
/** These say that there is no such project, or none for this key. */
const ABOUT_THE_OBJECT: ReadonlySet<number> = new Set([403, 404]);

type Logger = ReturnType<typeof Braintrust.initLogger>;

/**
 * One life of the Braintrust SDK. A login or a registration that failed is remembered by the SDK for
 * ever; whoever wants to try again makes a new session.
 */
export class BraintrustSession {
  readonly #options: SessionOptions;
  readonly #state: Braintrust.BraintrustState;
  readonly #loggers = new Map<string, Logger>();
  #posted = 0;
  #failure: PostOutcome | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { braintrust, apiKey, appUrl } = options;
    const login = { apiKey, ...(appUrl === undefined ? {} : { appUrl }), noExitFlush: true };
    this.#state = new braintrust.BraintrustState({ ...login, fetch: this.#fetch });
  }

  /** Hands rows to the SDK and waits until it has posted them, or has given up. Never throws. */
  async post(rows: readonly WaitingRow[]): Promise<PostOutcome> {
    this.#posted = 0;
    this.#failure = undefined;
    try {
      let logger: Logger | undefined;
      for (const row of rows) logger = this.#write(row);
      await logger?.flush();
    } catch (error) {
      // The SDK checks what it is given: it is these rows that it does not take.
      return { kind: "refused", reason: error instanceof Error ? error.name : "unknown" };
    }
    if (this.#failure !== undefined) return this.#failure;
    return this.#posted > 0 ? { kind: "sent" } : { kind: "failed", reason: "nothing was posted" };
  }

  #write({ object, part }: WaitingRow): Logger {
    const logger = this.#loggerOf(object);
    if (object.kind !== "experiment_id") {
      logger.updateSpan(part as Parameters<Logger["updateSpan"]>[0]);
      return logger;
    }
    const { id, span_id, root_span_id, ...event } = part;
    const ids = { row_id: id, span_id, root_span_id };
    const exported = new SpanComponentsV4({
      object_type: EXPERIMENT,
      object_id: object.value,
      ...(ids as { row_id: string; span_id: string; root_span_id: string }),
    }).toStr();
    this.#options.braintrust.updateSpan({ exported, state: this.#state, ...event });
    return logger;
  }

  /** Any logger will do for an experiment: all of them flush the same queue. */
  #loggerOf({ kind, value }: RowObject): Logger {
    const key = kind === "experiment_id" ? "" : `${kind}:${value}`;
    const known = this.#loggers.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#loggers.keys();
    if (oldest !== undefined && this.#loggers.size >= MOST_LOGGERS) this.#loggers.delete(oldest);
    const project = {
      project_name: { projectName: value },
      project_id: { projectId: value },
      experiment_id: {},
    }[kind];
    const { apiKey, appUrl } = this.#options;
    const logger = withVariables(SDK_VARIABLES, () =>
      this.#options.braintrust.initLogger({
        ...project,
        apiKey,
        ...(appUrl === undefined ? {} : { appUrl }),
        fetch: this.#fetch,
        state: this.#state,
        setCurrent: false,
      }),
    );
    this.#loggers.set(key, logger);
    return logger;
  }

  /** The SDK says nothing of what failed: its requests do. */
  readonly #fetch: typeof globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const path = new URL(url).pathname;
    try {
      const signal = AbortSignal.timeout(this.#options.requestMs);
      const response = await globalThis.fetch(input, { ...init, signal });
      this.#note(path, response.status);
      return response;
    } catch (error) {
      this.#note(path, 0);
      throw error;
    }
  };

  #note(path: string, status: number): void {
    if (path.endsWith("/version") || path.includes("/attachment")) return;
    if (status >= 200 && status < 300) {
      if (path.endsWith("/logs3")) this.#posted++;
      return;
    }
    const reason = status === 0 ? "no answer" : `status ${status}`;
    this.#failure = { kind: failureOf(path, status), reason };
  }
}

function failureOf(path: string, status: number): "refused" | "forbidden" | "failed" {
  // A name that Braintrust cannot take may as well be its own failure.
  if (path.endsWith("/register") && status >= 500) return "forbidden";
  const isRefusal = status >= 400 && status < 500 && !WORTH_RETRYING.has(status);
  if (!isRefusal || path.endsWith("/login")) return "failed";
  if (path.endsWith("/logs3") && !ABOUT_THE_OBJECT.has(status)) return "refused";
  return "forbidden";
}

/** The SDK reads these when it makes its queue, and offers no option for them. */
function withVariables<T>(variables: Readonly<Record<string, string>>, work: () => T): T {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
