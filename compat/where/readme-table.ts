import { readFileSync } from "node:fs";
import type { GroupResult } from "../support/render-table.ts";

/** Which line of which table shows a row of the README's table "where you run it". */
const SHOWN_BY: Readonly<Record<string, readonly [group: string, subject: string]>> = {
  node: ["hook", "replicate 1.4.0"],
  tsx: ["hook", "tsx, then the hook"],
  "node-options": ["hook", "NODE_OPTIONS"],
  require: ["hook", "--require"],
  wrapped: ["where", "wrapReplicate"],
  auto: ["where", "autoInstrument"],
  langchain: ["langchain", "@langchain/community"],
  vite: ["bundlers", "Vite"],
  rollup: ["bundlers", "Rollup"],
  rolldown: ["bundlers", "Rolldown"],
  webpack: ["bundlers", "webpack"],
  esbuild: ["bundlers", "esbuild"],
  next: ["next", "withReplicateTracing, Turbopack"],
  "next-instrumentation": ["next", "instrumentation.ts, Turbopack"],
  bun: ["runtimes", "Bun"],
  deno: ["runtimes", "Deno"],
  workerd: ["runtimes", "workerd"],
  browser: ["runtimes", "Chromium"],
};

const README = new URL("../../README.md", import.meta.url);

const ABOUT = "The README's table of what to type: each row is known and was run.";

/**
 * Whether each row of the README's table was run, as far as its group was.
 *
 * @param results - What was run.
 * @param isQuick - Whether rows may have been left out.
 */
export function checkReadme(results: readonly GroupResult[], isQuick: boolean): GroupResult {
  const [, section = ""] = readFileSync(README, "utf8").split("## Where you run it");
  const [, ...rows] = section.split("\n## ")[0]?.match(/^\|(?!-).*$/gm) ?? [];
  // A row without a name is its own text, which nothing shows.
  const ids = rows.map((row) => /<!-- ([a-z-]+) --> \|/.exec(row)?.[1] ?? row);
  const unknown = [...ids, ...Object.keys(SHOWN_BY)].filter(
    (id) => !ids.includes(id) || SHOWN_BY[id] === undefined,
  );
  const missing = ids.filter((id) => {
    const [group, subject] = SHOWN_BY[id] ?? [];
    const ran = results.find(({ name }) => name === group);
    return (
      ran !== undefined &&
      !isQuick &&
      !ran.checks.some((check) => check.subject.startsWith(subject ?? ""))
    );
  });
  const checks = [
    { subject: "rows", check: "known", problems: unknown },
    { subject: "rows", check: "run", problems: missing },
  ];
  return { name: "README", about: ABOUT, checks };
}
