import type { ExecutionSummary } from "./contract.ts";

/** One server-sent event. */
export interface PageEvent {
  readonly id: string;
  readonly event: "execution" | "trace" | "traces" | "cleared" | "reset";
  /** JSON. */
  readonly data: string;
}

/** A change as the hub hears of it. */
export interface HubChange {
  readonly executions: readonly ExecutionSummary[];
  readonly traceIds: readonly string[];
  /** The list has to be read anew. */
  readonly needsReset: boolean;
}

const BATCH_MS = 100;
/** With more changes than this in one batch a page reads its list anew, at most once a second. */
const MOST_CHANGES = 200;
const FLOOD_MS = 1_000;
/** Events that a page which was away for a moment can still catch up with. */
const MOST_REMEMBERED = 512;

/**
 * Tells every open page what changed: changes are gathered for a moment, the last one of each
 * execution counts. A page that comes back gets what it missed, or is told to read anew.
 */
export class EventHub {
  readonly #start: string;
  readonly #listeners = new Set<(event: PageEvent) => void>();
  readonly #remembered: PageEvent[] = [];
  readonly #executions = new Map<string, ExecutionSummary>();
  readonly #traceIds = new Set<string>();
  #needsReset = false;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;

  /** The id of the last event: who comes back with it has missed nothing. */
  get lastId(): string {
    return this.#idOf(this.#count);
  }

  /** `start` tells this run of the viewer from others, as they count their events from one, too. */
  constructor(start: string) {
    this.#start = start;
  }

  /** Gathers a change for the next batch. */
  note(change: HubChange): void {
    for (const execution of change.executions) this.#executions.set(execution.key, execution);
    for (const traceId of change.traceIds) this.#traceIds.add(traceId);
    this.#needsReset ||= change.needsReset;
    this.#timer ??= setTimeout(() => this.flush(), BATCH_MS).unref();
  }

  /** Everything was removed. */
  clear(): void {
    this.#forget();
    this.#emit("cleared", {});
  }

  /** Tells now what was gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const isFlood = this.#executions.size > MOST_CHANGES || this.#traceIds.size > MOST_CHANGES;
    // For who prints traces and has nothing to read anew; a page does not listen to it.
    if (isFlood) this.#tell(this.#event("traces", { traceIds: [...this.#traceIds] }));
    if (isFlood || this.#needsReset) this.#emit("reset", {});
    if (!isFlood) {
      if (this.#executions.size > 0) this.#emit("execution", [...this.#executions.values()]);
      for (const traceId of this.#traceIds) this.#emit("trace", { traceId });
    }
    this.#forget();
    // Until then everything is gathered: a page that reads anew ten times a second does nothing else.
    if (isFlood) this.#timer = setTimeout(() => this.flush(), FLOOD_MS).unref();
  }

  /**
   * Calls the listener with each event until the returned function is called; first with those
   * after `lastId`, where that is given.
   */
  listen(listener: (event: PageEvent) => void, lastId?: string): () => void {
    if (lastId !== undefined) this.#catchUp(listener, lastId);
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #catchUp(listener: (event: PageEvent) => void, lastId: string): void {
    const isLast = lastId === this.lastId;
    const index = this.#remembered.findIndex(({ id }) => id === lastId);
    if (index === -1 && !isLast) listener({ id: this.lastId, event: "reset", data: "{}" });
    else for (const event of this.#remembered.slice(index + 1)) listener(event);
  }

  #emit(event: PageEvent["event"], data: unknown): void {
    const pageEvent = this.#event(event, data);
    this.#remembered.push(pageEvent);
    if (this.#remembered.length > MOST_REMEMBERED) this.#remembered.shift();
    this.#tell(pageEvent);
  }

  #event(event: PageEvent["event"], data: unknown): PageEvent {
    this.#count += 1;
    return { id: this.lastId, event, data: JSON.stringify(data) };
  }

  #tell(pageEvent: PageEvent): void {
    for (const listener of this.#listeners) listener(pageEvent);
  }

  #idOf(count: number): string {
    return `${this.#start}-${count}`;
  }

  #forget(): void {
    this.#executions.clear();
    this.#traceIds.clear();
    this.#needsReset = false;
  }
}
