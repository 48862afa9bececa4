import type { Finding, Level } from "./finding.ts";

const MARKS: Readonly<Record<Level, string>> = { ok: "✓", note: "!", problem: "✗" };

/** What was found, in a few lines for people. */
export function renderFindings(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ level, message, fix }) => [
    `${MARKS[level]} ${message}`,
    ...(fix === undefined ? [] : [`  → ${fix}`]),
  ]);
  const problems = findings.filter(({ level }) => level === "problem").length;
  const verdict =
    problems === 0
      ? "Calls to Replicate are traced."
      : `${problems} ${problems === 1 ? "problem keeps" : "problems keep"} spans away.`;
  return [...lines, "", verdict].join("\n");
}

/** The same for machines. */
export function findingsAsJson(findings: readonly Finding[]): string {
  const isOk = findings.every(({ level }) => level !== "problem");
  return JSON.stringify({ ok: isOk, findings }, undefined, 2);
}
