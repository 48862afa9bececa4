import { DeferredWork } from "./deferred-work.ts";
import type { Prediction } from "./wire/prediction.ts";
import type { ExecutionFact, Incompleteness } from "./exchange/execution-fact.ts";
import type { Execution } from "./execution/execution.ts";
import type { ErrorListener } from "./diagnostics/diagnostics.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import type { ExecutionSpans } from "./sink/execution-spans.ts";

/**
 * An execution, as the store and the taps know it. An interface, because another copy of this
 * library may have made it.
 */
export interface LiveEntry {
  /** The present knowledge. */
  readonly execution: Execution;
  readonly spans: Pick<ExecutionSpans, "enter" | "headers">;
  /** When it is given up, in milliseconds since the epoch. */
  deadline: number;
  readonly onError: ErrorListener;
  /** Adds a fact, and writes what follows from it. */
  apply(fact: ExecutionFact): void;
  /** Ends it with what is known. */
  lose(why: Exclude<Incompleteness, "stopped_early">): void;
  /** Sends its present state. */
  present(): void;
}

/** Ended executions are remembered, so that a repeated `get` makes nothing and late metrics merge. */
const REMEMBERED = 10_000;
const REMEMBERED_FOR = 10 * 60_000;
const SWEEP_EVERY = 30_000;

/**
 * All executions of the process that are open or have just ended. One per process, whatever the
 * number of clients and copies of this library: a prediction created through one client is polled
 * through another.
 */
export class LiveExecutions {
  readonly deferred: DeferredWork = new DeferredWork();
  /** Learns where predictions are reached; there as soon as somebody sees plain HTTP. */
  urls: { note(prediction: Prediction): void } | undefined;
  readonly #open = new Set<LiveEntry>();
  /** By the prediction's id: what is open, what has just ended, and what is over. */
  readonly #byId = new Map<string, LiveEntry | "over">();
  /** When what has just ended did, the oldest first. */
  readonly #endedAt = new Map<string, number>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #sweptAt = 0;
  #used = false;

  /** Whether there has ever been an execution. */
  get used(): boolean {
    return this.#used;
  }

  /** How many executions are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Opens an execution. Beyond the limit the oldest one is ended as `evicted`. */
  add(entry: LiveEntry, limit: number): void {
    this.#expire();
    for (const oldest of this.#open) {
      if (this.#open.size < limit) break;
      this.#lose(oldest, "evicted");
    }
    this.#open.add(entry);
    this.index(entry);
    this.#startWatching();
  }

  /** Makes an execution known by its prediction's id, once it has one. */
  index(entry: LiveEntry): void {
    const id = entry.execution.predictionId;
    if (id === undefined) return;
    this.#byId.set(id, entry);
    if (this.#open.has(entry)) this.#endedAt.delete(id);
    else this.#remember(id);
  }

  /** The execution of a prediction: open, just ended, or `over` when no news of it can count. */
  find(id: string): LiveEntry | "over" | undefined {
    return this.#byId.get(id);
  }

  /**
   * Closes an execution that has ended and remembers it for a while.
   *
   * @param over - Whether Replicate has said its last word. Then only the id is kept: ten thousand
   *   ended executions would be a heap of their own.
   */
  close(entry: LiveEntry, over: boolean): void {
    const id = entry.execution.predictionId;
    this.#open.delete(entry);
    if (id === undefined || this.#byId.get(id) !== entry) return;
    if (over) this.#byId.set(id, "over");
    this.#remember(id);
  }

  /** Sends the present state of all that is open, and ends nothing. */
  present(): void {
    for (const entry of this.#open) runSafely(entry.onError, () => entry.present());
    this.deferred.drain();
  }

  #remember(id: string): void {
    const now = Date.now();
    this.#endedAt.delete(id);
    this.#endedAt.set(id, now);
    for (const [oldest, at] of this.#endedAt) {
      if (this.#endedAt.size <= REMEMBERED && now - at < REMEMBERED_FOR) break;
      this.#endedAt.delete(oldest);
      this.#byId.delete(oldest);
    }
  }

  #lose(entry: LiveEntry, why: Exclude<Incompleteness, "stopped_early">): void {
    runSafely(entry.onError, () => entry.lose(why));
    // Whatever happened to its span, the entry must not stay.
    this.#open.delete(entry);
  }

  #expire(): void {
    const now = Date.now();
    // A clock that was set back must not keep everything open until it has caught up.
    if (now >= this.#sweptAt && now - this.#sweptAt < 1000) return;
    this.#sweptAt = now;
    for (const entry of this.#open) {
      if (entry.deadline <= now) this.#lose(entry, "expired");
    }
  }

  #startWatching(): void {
    this.#timer ??= setInterval(() => this.#sweep(), SWEEP_EVERY);
    // Tracing keeps no process alive. In a browser the timer is a number and keeps nothing.
    this.#timer.unref?.();
    if (this.#used) return;
    this.#used = true;
    try {
      globalThis.process?.on?.("beforeExit", () => this.#exit());
    } catch {
      // Next.js has the function on its edge as well, and has it throw: there is no exit there.
    }
  }

  /** The timer goes when it finds nothing to do; stopping it with every call would cost more. */
  #sweep(): void {
    this.#expire();
    if (this.#open.size !== 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Nothing can happen any more to what is open, unless another listener starts something. */
  #exit(): void {
    for (const entry of this.#open) this.#lose(entry, "process_exit");
    this.deferred.drain();
  }
}
