import type { RowStore } from "../store/row-store.ts";
import type { Registry } from "./registry.ts";

/** A posted row that could not be stored. */
export interface RejectedRow {
  /** Its place in the posted batch, from 0. */
  readonly index: number;
  readonly problem: string;
}

/** What every endpoint works on. */
export interface CollectorContext {
  readonly store: RowStore;
  readonly registry: Registry;
  /** The longest body that is read, in bytes. */
  readonly maxBodyBytes: number;
  /** What `/version` advertises, in bytes; above it SDKs use the overflow upload. */
  readonly maxPayloadBytes: number | undefined;
  /** How the overflow upload is asked for. */
  readonly overflowUpload: "PUT" | "POST";
  readonly onRejectedRow: (rejected: RejectedRow) => void;
}
