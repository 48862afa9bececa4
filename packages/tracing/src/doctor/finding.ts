/** How much a finding matters: a problem keeps spans away, a note is worth knowing. */
export type Level = "ok" | "note" | "problem";

/** One thing that the doctor found. Holds no key, in no field. */
export interface Finding {
  /** What it is about, by a name that stays the same. */
  readonly check: string;
  readonly level: Level;
  /** One sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** All is well with something. */
export function ok(check: string, message: string): Finding {
  return { check, level: "ok", message };
}

/** Something is worth knowing. */
export function note(check: string, message: string, fix?: string): Finding {
  return { check, level: "note", message, ...(fix === undefined ? {} : { fix }) };
}

/** Something keeps spans away. */
export function problem(check: string, message: string, fix: string): Finding {
  return { check, level: "problem", message, fix };
}
