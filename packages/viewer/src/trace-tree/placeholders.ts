import type { CollectedRow } from "../store/collected-row.ts";
import { isJsonObject } from "../store/json-value.ts";

/** Other ids could be words: they are not looked for in what was logged. */
const UNMISTAKABLE_ID = /^(?=.*\d).{8,}$/;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

const PATTERNS: readonly (readonly [pattern: RegExp, placeholder: string])[] = [
  [/\n\s+at .*/g, ""],
  [/\b[0-9a-f]{64}\b/g, "<version>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, "<time>"],
  // Summaries show addresses without their scheme.
  [/(?<![\w.-])(?:127\.0\.0\.1|localhost|\[::1\]):\d+/g, "<local>"],
];

/** Replaces what differs from run to run, the same value always by the same placeholder. */
export class Placeholders {
  readonly #known = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** Numbers the ids of a row; rows must come in a stable order. */
  learnIds(row: CollectedRow): void {
    // The prediction comes first: a row under its id shall be seen to be so.
    this.#learn("prediction", row.metadata?.["prediction_id"]);
    this.#learn("row", row.id);
    this.#learn("span", row.span_id);
    this.#learn("trace", row.root_span_id);
    this.#learn("project", row.project_id);
    this.#learn("experiment", row.experiment_id);
  }

  /** What stands for the id of a learned row. */
  rowId(row: CollectedRow): string {
    return this.#known.get(row.id) ?? row.id;
  }

  /** The value with its keys sorted and its changing parts replaced; `name` is the field it is in. */
  normalize(value: unknown, name = ""): unknown {
    if (typeof value === "string") return this.#normalizeField(value, name);
    if (typeof value === "number") return normalizeNumber(value, name);
    if (Array.isArray(value)) return value.map((item) => this.normalize(item));
    if (!isJsonObject(value)) return value;
    const fields = Object.entries(value).filter(([key]) => !isAboutMachine(key, name));
    return Object.fromEntries(
      fields
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, this.normalize(item, name === "" ? key : `${name}.${key}`)]),
    );
  }

  /** The text with its changing parts replaced. */
  normalizeText(text: string): string {
    let normal = text;
    for (const [id, placeholder] of this.#known) {
      if (UNMISTAKABLE_ID.test(id)) normal = normal.replaceAll(id, placeholder);
    }
    normal = normal.replace(UUID, (uuid) => this.#learn("uuid", uuid.toLowerCase()) ?? uuid);
    for (const [pattern, placeholder] of PATTERNS) normal = normal.replace(pattern, placeholder);
    return normal;
  }

  #normalizeField(text: string, name: string): string {
    if (name.endsWith("span_origin.version")) return "<version>";
    if (name.endsWith("caller_filename")) return text.replace(/^.*[/\\]/, "<path>/");
    return this.normalizeText(text);
  }

  #learn(kind: string, id: unknown): string | undefined {
    if (typeof id !== "string" || id === "") return undefined;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    const placeholder = `<${kind}-${count}>`;
    this.#counts.set(kind, count);
    this.#known.set(id, placeholder);
    return placeholder;
  }
}

/** A CI machine and a laptop differ here. */
function isAboutMachine(key: string, parent: string): boolean {
  return parent.endsWith("span_origin") && key === "environment";
}

function normalizeNumber(value: number, name: string): unknown {
  if (name === "metrics.start" || name === "metrics.end") return "<time>";
  if (/(?:_time|time_to_first_token)$/.test(name)) return "<seconds>";
  return name.endsWith("caller_lineno") ? "<line>" : value;
}
