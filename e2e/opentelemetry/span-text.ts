/** A span as the preloaded SDK kept it. */
export interface KeptSpan {
  readonly scope: string;
  readonly id: string;
  readonly name: string;
  readonly start: readonly [seconds: number, nanoseconds: number];
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly unknown[];
}

/** What differs from run to run, and from machine to machine. */
const UNSTABLE: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b[a-z0-9]{26}\b/g, "<id>"],
  [/127\.0\.0\.1:\d+/g, "<host>"],
];

const MEASURED = /_time$|time_to_first_chunk$|server\.port$/;

/** Spans in the order of their starts, for people to read and for a snapshot. */
export function spanText(spans: readonly KeptSpan[]): string {
  const sorted = [...spans].sort(byStart);
  return sorted.map((span) => `${blockOf(span)}\n`).join("\n");
}

function blockOf({ name, status, attributes, links }: KeptSpan): string {
  const said = status.message === undefined ? "" : `: ${stable(status.message)}`;
  const lines = Object.entries(attributes)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([key, value]) =>
        `  ${key} = ${MEASURED.test(key) ? "<number>" : stable(JSON.stringify(value))}`,
    );
  const head = `${name} [${["unset", "ok", "error"][status.code]}${said}]`;
  return [head, ...lines, ...links.map(() => "  link")].join("\n");
}

function stable(text: string): string {
  return UNSTABLE.reduce((result, [pattern, name]) => result.replace(pattern, name), text);
}

function byStart(one: KeptSpan, other: KeptSpan): number {
  const difference = one.start[0] - other.start[0] || one.start[1] - other.start[1];
  return difference === 0 ? one.name.localeCompare(other.name) : difference;
}
