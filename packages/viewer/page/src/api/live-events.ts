import type { ExecutionSummary } from "../../../src/api/contract.ts";

/** Whether what the page shows is what the server has. */
export type Connection = "connecting" | "live" | "lost" | "resting";

/** What one listener wants to hear. */
export interface LiveListener {
  /** Executions that are new or changed, gathered over one frame. */
  readonly executions?: (changed: readonly ExecutionSummary[]) => void;
  readonly trace?: (traceIds: ReadonlySet<string>) => void;
  /** Something was missed: what is shown must be asked for again. */
  readonly reset?: () => void;
  readonly connection?: (state: Connection) => void;
}

const LONGEST_PAUSE_MS = 10_000;

/**
 * The server's events. The browser itself reconnects with `Last-Event-ID`; where it gives up, this
 * starts again and says `reset`. A hidden page lets go of its connection, because a browser opens
 * six to one server and seven tabs would starve each other.
 */
export class LiveEvents {
  readonly #url: string;
  readonly #listeners = new Set<LiveListener>();
  readonly #changed = new Map<string, ExecutionSummary>();
  readonly #traces = new Set<string>();
  #source: EventSource | undefined;
  #connection: Connection = "connecting";
  #frame = 0;
  #pauseMs = 500;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** What happened before the first connection was missed, too. */
  #missed = true;

  constructor(url: string) {
    this.#url = url;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Listens until the answered function is called. */
  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Connects as soon as the page is seen, and whenever it is seen again. */
  start(): void {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#rest();
      else if (this.#source === undefined) this.#connect();
    });
    if (document.hidden) this.#say("resting");
    else this.#connect();
  }

  #rest(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
    this.#missed = true;
    this.#say("resting");
  }

  #connect(): void {
    clearTimeout(this.#retry);
    const source = new EventSource(this.#url);
    this.#source = source;
    source.addEventListener("open", () => this.#opened());
    source.addEventListener("error", () => this.#failed(source));
    source.addEventListener("execution", ({ data }: MessageEvent<string>) => {
      for (const one of JSON.parse(data) as readonly ExecutionSummary[]) {
        this.#changed.set(one.key, one);
      }
      this.#soon();
    });
    source.addEventListener("trace", ({ data }: MessageEvent<string>) => {
      this.#traces.add((JSON.parse(data) as { readonly traceId: string }).traceId);
      this.#soon();
    });
    for (const name of ["reset", "cleared"]) source.addEventListener(name, () => this.#reset());
  }

  #opened(): void {
    this.#pauseMs = 500;
    this.#say("live");
    if (this.#missed) this.#reset();
  }

  #failed(source: EventSource): void {
    if (source !== this.#source) return;
    this.#say("lost");
    if (source.readyState !== EventSource.CLOSED) return;
    this.#missed = true;
    this.#retry = setTimeout(() => this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  #reset(): void {
    this.#missed = false;
    this.#changed.clear();
    this.#traces.clear();
    for (const listener of this.#listeners) listener.reset?.();
  }

  /** Sixty updates a second must not draw the page sixty times: one frame takes them all. */
  #soon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#deliver();
    });
  }

  #deliver(): void {
    const changed = [...this.#changed.values()];
    const traces = new Set(this.#traces);
    this.#changed.clear();
    this.#traces.clear();
    for (const listener of this.#listeners) {
      if (changed.length > 0) listener.executions?.(changed);
      if (traces.size > 0) listener.trace?.(traces);
    }
  }

  #say(state: Connection): void {
    if (state === this.#connection) return;
    this.#connection = state;
    for (const listener of this.#listeners) listener.connection?.(state);
  }
}
