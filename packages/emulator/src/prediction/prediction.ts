import { type Clock, sleep } from "../clock.ts";
import { predictionId, streamToken } from "../identifier.ts";
import type { JsonObject } from "../json.ts";
import type { EmulatorModel } from "../model/emulator-model.ts";
import type { EmulatorScript } from "../model/emulator-script.ts";
import {
  cutTimeline,
  observeTimeline,
  planTimeline,
  type Observation,
  type Timeline,
} from "./timeline.ts";

/** What a request asked for. */
export interface PredictionRequest {
  readonly kind: "prediction" | "training";
  readonly model: EmulatorModel;
  readonly script: EmulatorScript;
  readonly input: JsonObject;
  /** The version that answers carry. */
  readonly version: string;
  readonly deployment?: string;
  /** Milliseconds after which it is ended; the `Cancel-After` header. */
  readonly cancelAfterMs?: number;
  /** Fields of the body that answers repeat, such as `webhook`. */
  readonly echo: JsonObject;
}

/** One prediction or training. Its life is planned at its creation and only ever cut short. */
export class Prediction {
  readonly id: string = predictionId();
  readonly request: PredictionRequest;
  readonly createdAt: number;
  /** Last part of the stream's path; undefined for what has no stream. */
  readonly streamToken: string | undefined;
  readonly #clock: Clock;
  #timeline: Timeline;
  #dataRemoved = false;
  #wakers = new Set<() => void>();

  constructor(request: PredictionRequest, clock: Clock) {
    this.request = request;
    this.#clock = clock;
    this.createdAt = clock.now();
    this.streamToken = tokenFor(request);
    const planned = planTimeline(request.script);
    this.#timeline =
      request.cancelAfterMs === undefined
        ? planned
        : cutTimeline(planned, {
            atMs: request.cancelAfterMs,
            beforeStart: "aborted",
            afterStart: "canceled",
          });
  }

  /** Everything that happens to it, as far as it is known now. */
  get timeline(): Timeline {
    return this.#timeline;
  }

  /** Whether Replicate has removed its input, output and logs. */
  get dataRemoved(): boolean {
    return this.#dataRemoved;
  }

  /** What is to be seen of it now. */
  observe(): Observation {
    return observeTimeline(this.#timeline, this.#ageMs());
  }

  /** Ends it now, unless it has ended. */
  cancel(): void {
    this.#timeline = cutTimeline(this.#timeline, {
      atMs: this.#ageMs(),
      beforeStart: "canceled",
      afterStart: "canceled",
    });
    for (const wake of this.#wakers) wake();
  }

  /** Forgets input, output and logs, as Replicate does about an hour after the end. */
  removeData(): void {
    this.#dataRemoved = true;
  }

  /** Resolves when the execution is `atMs` old, when it is cut short or when `signal` aborts. */
  async reach(atMs: number, signal: AbortSignal): Promise<void> {
    if (this.#ageMs() >= atMs) return;
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    const either = AbortSignal.any([woken.signal, signal]);
    this.#wakers.add(wake);
    try {
      // Timers may fire a millisecond before the clock has got there, hence the loop.
      while (!either.aborted && this.#ageMs() < atMs) {
        const waitMs = atMs - this.#ageMs();
        await (Number.isFinite(waitMs) ? sleep(this.#clock, waitMs, either) : aborted(either));
      }
    } finally {
      this.#wakers.delete(wake);
    }
  }

  /** Waits for the end, at most `holdMs`. */
  async settle(holdMs: number, signal: AbortSignal): Promise<Observation> {
    const until = this.#ageMs() + holdMs;
    const end = this.#timeline.find((moment) => moment.kind === "ended");
    await this.reach(Math.min(end?.atMs ?? Infinity, until), signal);
    return this.observe();
  }

  #ageMs(): number {
    return this.#clock.now() - this.createdAt;
  }
}

function tokenFor({ kind, model, echo }: PredictionRequest): string | undefined {
  if (kind === "training") return undefined;
  if (model.streaming === "files") return `kzvt-${streamToken()}`;
  return model.streaming === true || echo["stream"] === true ? streamToken() : undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
