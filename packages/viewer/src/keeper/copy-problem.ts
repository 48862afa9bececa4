import type { CopyState } from "../storage/file-records.ts";

/** Why a file was not copied. */
export class CopyProblem extends Error {
  readonly state: Extract<CopyState, "expired" | "refused" | "failed">;
  /** Another try may succeed. */
  readonly isPassing: boolean;

  constructor(
    state: CopyProblem["state"],
    message: string,
    options: { readonly isPassing?: boolean } = {},
  ) {
    super(message);
    this.name = "CopyProblem";
    this.state = state;
    this.isPassing = options.isPassing ?? false;
  }
}
