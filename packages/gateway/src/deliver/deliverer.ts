import type { IdentifiedPart } from "braintrust-replicate/http";
import type { GatewayLog } from "../operate/create-log.ts";
import type { GatewayMetrics } from "../operate/metrics.ts";
import type { RowObject } from "../trace/request-parents.ts";
import type { PostOutcome } from "./braintrust-session.ts";
import {
  isSame,
  RowQueue,
  type QueueLimits,
  type TakeRules,
  type WaitingRow,
} from "./row-queue.ts";
import { TroubledObjects } from "./troubled-objects.ts";

/** Posts rows; one that has failed is not asked again. */
export interface Session {
  post(rows: readonly WaitingRow[]): Promise<PostOutcome>;
}

/** What a deliverer needs. */
export interface DelivererParts {
  readonly limits: QueueLimits;
  readonly connect: () => Session;
  readonly metrics: Pick<GatewayMetrics, "rows">;
  readonly log: GatewayLog;
}

/** The SDK works through a batch in one go: a large one would hold up the traffic. */
const BATCH: QueueLimits = { rows: 50, bytes: 2 * 1024 * 1024 };
/** A request to Braintrust costs as much as a dozen rows: where few wait, more are waited for. */
const GATHER_MS = 50;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Brings rows to Braintrust in its own time. While Braintrust is away they wait, within limits; what
 * does not fit is dropped, counted, and said once.
 */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #queue: RowQueue;
  #session: Session | undefined;
  #working: Promise<void> | undefined;
  #pauseMs = 0;
  /** Ends a pause before its time. */
  #wake: () => void = () => {};
  #closing = false;
  #batch = BATCH;
  #dropped = 0;
  readonly #troubled = new TroubledObjects();
  /** Rows of several objects were refused together: whose fault it is shows when they go apart. */
  #apart = false;
  readonly #rules: TakeRules = {
    stays: (object) => this.#troubled.waits(object),
    alone: (object) => this.#apart || this.#troubled.has(object),
  };

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    this.#queue = new RowQueue(parts.limits);
  }

  /** How many rows Braintrust has not got yet. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  /** Takes a part of a row. Returns at once. */
  add(object: RowObject, part: IdentifiedPart): void {
    this.#parts.metrics.rows("queued", 1);
    this.#drop(this.#queue.add(object, part));
    this.#working ??= this.#work();
  }

  /** Resolves when all that waits has been delivered, or the time is over. */
  async flush(milliseconds: number): Promise<void> {
    this.#closing = true;
    this.#wake();
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([this.#working, over]);
    clearTimeout(timer);
    this.#closing = false;
    if (this.waiting === 0) return;
    this.#parts.log.warn({ rows: this.waiting }, "rows were not delivered: the time is over");
  }

  async #work(): Promise<void> {
    await this.#pause(GATHER_MS);
    while (this.#queue.size > 0) {
      const rows = this.#queue.take(this.#batch, this.#takeRules);
      if (rows.length === 0) {
        await this.#sleep(FIRST_PAUSE_MS);
        continue;
      }
      this.#session ??= this.#parts.connect();
      const outcome = await this.#session.post(rows);
      this.#settle(rows, outcome);
      await this.#pause(this.#pauseMs > 0 ? this.#pauseMs : this.#restMs);
    }
    this.#working = undefined;
  }

  /** None as long as all is well: they are asked for each row. */
  get #takeRules(): TakeRules | undefined {
    return this.#apart || !this.#troubled.none ? this.#rules : undefined;
  }

  /** Between two batches. Traffic that waits comes first; at the end there is none. */
  get #restMs(): number {
    if (this.#closing) return 0;
    return this.#queue.size < this.#batch.rows ? GATHER_MS : 1;
  }

  #settle(rows: readonly WaitingRow[], outcome: PostOutcome): void {
    switch (outcome.kind) {
      case "sent":
        this.#queue.settle();
        this.#parts.metrics.rows("sent", rows.length);
        this.#recovered();
        this.#batch = BATCH;
        this.#taken(rows);
        break;
      case "refused":
        this.#refused(rows, outcome.reason);
        break;
      case "forbidden":
        this.#forbidden(rows, outcome.reason);
        break;
      case "failed":
        this.#failed(rows, outcome.reason);
        break;
    }
  }

  /** One of them is to blame: they are tried one by one. */
  #refused(rows: readonly WaitingRow[], reason: string): void {
    if (rows.length > 1) {
      this.#batch = { ...BATCH, rows: Math.ceil(rows.length / 4) };
      this.#drop(this.#queue.putBack(rows));
      return;
    }
    this.#queue.settle();
    this.#parts.log.warn({ reason }, "a row was dropped: Braintrust does not take it");
    this.#parts.metrics.rows("dropped", 1);
  }

  #taken(rows: readonly WaitingRow[]): void {
    if (this.#queue.size === 0) this.#apart = false;
    if (!this.#troubled.none) for (const { object } of rows) this.#troubled.remove(object);
  }

  /** Where they go is to blame: that of one object is set aside, those of several are parted. */
  #forbidden(rows: readonly WaitingRow[], reason: string): void {
    // The SDK does not ask twice for what it was refused.
    this.#session = undefined;
    const [first] = rows;
    const isOne = rows.every(({ object }) => first !== undefined && isSame(object, first.object));
    if (first !== undefined && isOne) {
      const { object } = first;
      if (!this.#troubled.has(object)) {
        this.#parts.log.warn(
          { reason, kind: object.kind },
          "rows wait: they cannot be written there",
        );
      }
      this.#troubled.add(object);
    }
    // Until it is known which of them it is.
    this.#apart = !isOne;
    this.#drop(this.#queue.putBack(rows));
  }

  #failed(rows: readonly WaitingRow[], reason: string): void {
    if (this.#pauseMs === 0) {
      this.#parts.log.warn({ reason, rows: this.waiting }, "rows wait for Braintrust");
    }
    this.#session = undefined;
    this.#drop(this.#queue.putBack(rows));
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2 || FIRST_PAUSE_MS);
  }

  #recovered(): void {
    if (this.#pauseMs > 0) {
      this.#parts.log.info(
        { rows: this.waiting, dropped: this.#dropped },
        "rows are delivered again",
      );
    }
    this.#pauseMs = 0;
    this.#dropped = 0;
  }

  #drop(rows: number): void {
    if (rows === 0) return;
    if (this.#dropped === 0) {
      this.#parts.log.warn(
        { limits: this.#parts.limits },
        "the oldest rows are dropped: too many wait",
      );
    }
    this.#dropped += rows;
    this.#parts.metrics.rows("dropped", rows);
  }

  async #pause(milliseconds: number): Promise<void> {
    if (milliseconds === 0 || (this.#closing && this.#pauseMs === 0)) return;
    await this.#sleep(this.#closing ? FIRST_PAUSE_MS : milliseconds);
  }

  async #sleep(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
