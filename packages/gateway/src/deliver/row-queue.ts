import type { IdentifiedPart } from "braintrust-replicate/http";
import type { RowObject } from "../trace/request-parents.ts";
import { mergeParts } from "./merge-parts.ts";
import { sizeOf } from "./size-of.ts";

/** A row, or what is known of it, that Braintrust has not got yet. */
export interface WaitingRow {
  readonly object: RowObject;
  readonly part: IdentifiedPart;
  readonly bytes: number;
}

/** How much may wait. */
export interface QueueLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** Which rows are taken, and which together. */
export interface TakeRules {
  /** Whether rows of an object stay where they are. */
  readonly stays: (object: RowObject) => boolean;
  /** Whether rows of an object are taken with no others. */
  readonly alone: (object: RowObject) => boolean;
}

/**
 * Rows that wait for Braintrust, oldest first. Parts of one row are merged while they wait, so that an
 * execution that ends at once is one row on the wire. Bounded: what is beyond the limits drops the
 * oldest, because it is the newest that somebody is looking for.
 */
export class RowQueue {
  readonly #limits: QueueLimits;
  #rows = new Map<string, WaitingRow>();
  #bytes = 0;
  /** Taken out, and neither delivered nor put back: they may yet come back. */
  #out = { rows: 0, bytes: 0 };

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** How many rows are to be taken. */
  get size(): number {
    return this.#rows.size;
  }

  /** How many rows wait, those that were taken and may come back among them. */
  get waiting(): number {
    return this.#rows.size + this.#out.rows;
  }

  /**
   * Adds a part of a row.
   *
   * @returns how many rows were dropped for it.
   */
  add(object: RowObject, part: IdentifiedPart): number {
    const key = keyOf(object, part.id);
    const waiting = this.#rows.get(key);
    const merged =
      waiting === undefined ? part : (mergeParts(waiting.part, part) as IdentifiedPart);
    const row = { object, part: merged, bytes: (waiting?.bytes ?? 0) + sizeOf(part) };
    this.#bytes += row.bytes - (waiting?.bytes ?? 0);
    this.#rows.set(key, row);
    return this.#dropBeyondLimits();
  }

  /**
   * Takes the oldest rows out, to be settled or put back before the next are taken: no more than so
   * many, and so many bytes, but at least one, unless all of them stay.
   */
  take(most: QueueLimits, rules?: TakeRules): readonly WaitingRow[] {
    const taken: WaitingRow[] = [];
    let bytes = 0;
    for (const [key, row] of this.#rows) {
      if (rules !== undefined && staysBehind(rules, row.object, taken[0]?.object)) continue;
      if (taken.length >= most.rows || (taken.length > 0 && bytes + row.bytes > most.bytes)) break;
      taken.push(row);
      bytes += row.bytes;
      this.#rows.delete(key);
    }
    this.#bytes -= bytes;
    this.#out = { rows: taken.length, bytes };
    return taken;
  }

  /** What was taken is delivered, or given up. */
  settle(): void {
    this.#out = { rows: 0, bytes: 0 };
  }

  /**
   * Puts rows back that could not be delivered, in front of all others and below what has come since.
   *
   * @returns how many rows were dropped for it.
   */
  putBack(rows: readonly WaitingRow[]): number {
    this.settle();
    const since = this.#rows;
    this.#rows = new Map();
    this.#bytes = 0;
    for (const { object, part } of rows) this.add(object, part);
    for (const { object, part } of since.values()) this.add(object, part);
    return rows.length + since.size - this.#rows.size - countTwice(rows, since);
  }

  #dropBeyondLimits(): number {
    const before = this.#rows.size;
    for (const [key, { bytes }] of this.#rows) {
      const fits =
        this.waiting <= this.#limits.rows && this.#bytes + this.#out.bytes <= this.#limits.bytes;
      if (fits || this.#rows.size === 1) break;
      this.#rows.delete(key);
      this.#bytes -= bytes;
    }
    return before - this.#rows.size;
  }
}

function staysBehind(rules: TakeRules, object: RowObject, first: RowObject | undefined): boolean {
  if (rules.stays(object)) return true;
  if (first === undefined || isSame(object, first)) return false;
  return rules.alone(object) || rules.alone(first);
}

/** Whether two are the same project or experiment. */
export function isSame(one: RowObject, other: RowObject): boolean {
  return one.kind === other.kind && one.value === other.value;
}

function countTwice(rows: readonly WaitingRow[], since: ReadonlyMap<string, WaitingRow>): number {
  return rows.filter(({ object, part }) => since.has(keyOf(object, part.id))).length;
}

function keyOf({ kind, value }: RowObject, id: string): string {
  return `${kind}:${value}\n${id}`;
}
