import type { ExecutionDetail } from "../../src/api/contract.ts";
import { summaryOf } from "./summary-of.ts";

/** What a test says of an execution; the rest is plain. */
export interface DetailFields {
  readonly summary?: Partial<ExecutionDetail["summary"]>;
  readonly row?: ExecutionDetail["row"];
  readonly media?: ExecutionDetail["media"];
}

/** An execution for tests. */
export function detailOf({ summary, row = {}, media = [] }: DetailFields): ExecutionDetail {
  return {
    summary: { ...summaryOf("a", 1_800_000_000), ...summary },
    row,
    isCut: false,
    media,
    createdBy: null,
  };
}

/** A file of a row, kept. */
export function mediaOf(
  path: string,
  source: string | null = null,
): ExecutionDetail["media"][number] {
  return {
    path,
    url: `/media/${"0".repeat(64)}`,
    source,
    filename: "boat.png",
    contentType: "image/png",
    bytes: 10,
    kind: "image",
    state: "kept",
    why: null,
    expiresAt: null,
  };
}
