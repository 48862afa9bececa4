import type { RowObject } from "../trace/request-parents.ts";

interface Trouble {
  pauseMs: number;
  until: number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Clients name objects as they like. */
const MOST = 1_000;

/**
 * The projects and experiments that Braintrust does not let the gateway write to. Their rows wait by
 * themselves, longer each time, so that one wrong name does not hold up everybody's rows.
 */
export class TroubledObjects {
  readonly #troubles = new Map<string, Trouble>();

  get none(): boolean {
    return this.#troubles.size === 0;
  }

  /** Whether rows of it are to be sent with no others, because they may be refused again. */
  has(object: RowObject): boolean {
    return this.#troubles.has(keyOf(object));
  }

  /** Whether its rows are not to be sent now. */
  waits(object: RowObject): boolean {
    const trouble = this.#troubles.get(keyOf(object));
    return trouble !== undefined && trouble.until > performance.now();
  }

  /** Its rows were refused. */
  add(object: RowObject): void {
    const key = keyOf(object);
    const before = this.#troubles.get(key)?.pauseMs;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, before === undefined ? FIRST_PAUSE_MS : before * 2);
    this.#troubles.delete(key);
    this.#troubles.set(key, { pauseMs, until: performance.now() + pauseMs });
    const [oldest] = this.#troubles.keys();
    if (oldest !== undefined && this.#troubles.size > MOST) this.#troubles.delete(oldest);
  }

  /** Its rows were taken. */
  remove(object: RowObject): void {
    this.#troubles.delete(keyOf(object));
  }
}

function keyOf({ kind, value }: RowObject): string {
  return `${kind}:${value}`;
}
