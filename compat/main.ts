// `npm run compat`: every supported version of what the library meets.
//   --only <group>   one part of it; may be said several times
//   --quick          where a group has parts that stand for the rest, only these
//   --update         writes the table into compat/README.md
import { writeFileSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { BRAINTRUST_GROUP } from "./braintrust/braintrust-group.ts";
import { BUNDLERS_GROUP } from "./bundlers/bundlers-group.ts";
import { HOOK_GROUP } from "./hook/hook-group.ts";
import { LANGCHAIN_GROUP } from "./langchain/langchain-group.ts";
import { NEXT_GROUP } from "./next/next-group.ts";
import { NODE_GROUP } from "./node/node-group.ts";
import { PACKAGES_GROUP } from "./packages/packages-group.ts";
import { REPLICATE_GROUP } from "./replicate/replicate-group.ts";
import { RUNTIMES_GROUP } from "./runtimes/runtimes-group.ts";
import type { Check, CheckGroup } from "./support/check.ts";
import { ensureInstalled } from "./support/ensure-installed.ts";
import { renderTable, type GroupResult } from "./support/render-table.ts";
import { TYPESCRIPT_GROUP } from "./typescript/typescript-group.ts";
import { checkReadme } from "./where/readme-table.ts";
import { WHERE_GROUP } from "./where/where-group.ts";

const GROUPS: readonly CheckGroup[] = [
  REPLICATE_GROUP,
  BRAINTRUST_GROUP,
  TYPESCRIPT_GROUP,
  PACKAGES_GROUP,
  NODE_GROUP,
  WHERE_GROUP,
  HOOK_GROUP,
  LANGCHAIN_GROUP,
  BUNDLERS_GROUP,
  NEXT_GROUP,
  RUNTIMES_GROUP,
];

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    quick: { type: "boolean", default: false },
    update: { type: "boolean", default: false },
  },
});
const { only, quick, update } = values;
const unknown = only.find((wish) => !GROUPS.some(({ name }) => name === wish));
if (unknown !== undefined || (update && (quick || only.length > 0))) {
  console.error(
    unknown === undefined
      ? "--update writes the whole table: leave --only and --quick out"
      : `There is no group ${unknown}; there are ${GROUPS.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}
const groups = GROUPS.filter(({ name }) => only.length === 0 || only.includes(name));

await ensureInstalled(import.meta.dirname);
const results: GroupResult[] = [];
for (const { name, about, run } of groups) {
  const started = performance.now();
  const checks = await run({ quick }).catch((error: unknown) => [failed(name, error)]);
  results.push({ name, about, checks });
  const seconds = Math.round((performance.now() - started) / 1000);
  const good = checks.filter(({ problems }) => problems.length === 0).length;
  console.error(`${name}: ${good} of ${checks.length} in ${seconds} s`);
}

results.push(checkReadme(results, quick));
const table = renderTable(results);
console.log(`\n${table}`);
const failures = results
  .flatMap(({ checks }) => checks)
  .filter(({ problems }) => problems.length > 0);
for (const { subject, check, problems } of failures) {
  // A bundle that fails quotes itself, on one line.
  const said = problems.join("\n").replace(/^(.{300}).+$/gm, "$1…");
  console.log(`✗ ${subject}, ${check}\n${said.replace(/^/gm, "    ")}\n`);
}
console.log(failures.length === 0 ? "all green" : `${failures.length} checks failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

if (update && failures.length === 0) {
  const readme = new URL("README.md", import.meta.url);
  const text = readFileSync(readme, "utf8");
  const marked = /(<!-- table -->\n)[\s\S]*(<!-- end of table -->)/;
  writeFileSync(
    readme,
    text.replace(marked, (_, start, end) => `${start}\n${table}\n${end}`),
  );
}

/** A group that could not be run, as a check of its own. */
function failed(subject: string, error: unknown): Check {
  const problem = error instanceof Error ? error.message : String(error);
  return { subject, check: "can be tried", problems: [problem] };
}
