import type { Check } from "../support/check.ts";
import { expectSame } from "../support/expect-same.ts";
import { problemsOf } from "../support/check.ts";
import type { SpanPicture } from "../support/picture-span.ts";
import { CHAPTERS, type Chapter } from "./chapters.ts";
import { isWithin, type ReplicateVersion } from "./replicate-versions.ts";
import { runScenario, type ScenarioRun, type Way } from "./run-scenario.ts";

/** Who runs the program: a version of the client, and a Node where it is not this one. */
export interface Combination {
  readonly subject: string;
  readonly client: ReplicateVersion;
  readonly node?: string;
}

const WAYS: readonly Way[] = ["bare", "client", "class", "hook"];

/** Runs the program bare and traced, and compares both with each other and with the contract. */
export async function checkScenario(combination: Combination): Promise<readonly Check[]> {
  const { subject, client } = combination;
  const chapters = CHAPTERS.filter((chapter) => isWithin(client.version, chapter));
  const runs = new Map<Way, ScenarioRun>();
  const checks: Check[] = [];
  for (const way of WAYS) {
    const problems = await problemsOf(async () => {
      const run = await runScenario(client, { way, chapters, node: combination.node });
      runs.set(way, run);
      const bare = runs.get("bare");
      if (way === "bare") expectUntraced(run);
      else if (bare === undefined) throw new Error("the program does not run without tracing");
      else expectTraced(run, { bare, chapters });
    });
    checks.push({ subject, check: COLUMNS[way], problems });
  }
  return checks;
}

const COLUMNS: Readonly<Record<Way, string>> = {
  bare: "runs",
  client: "client wrapped",
  class: "class wrapped",
  hook: "hooked",
};

function expectUntraced({ spans }: ScenarioRun): void {
  const ours = Object.values(spans).flat().filter(isOurs);
  expectSame(ours, [], "spans of a program that is not traced");
}

function expectTraced(
  run: ScenarioRun,
  { bare, chapters }: { bare: ScenarioRun; chapters: readonly Chapter[] },
): void {
  expectSame(run.faults, [], "what holds for every span");
  for (const { name, spans } of chapters) {
    expectSame(run.results[name], bare.results[name], `"${name}", what the caller got`);
    expectSame(run.spans[name], spans, `"${name}", its spans`);
  }
  expectSame(run.requests, bare.requests, "the requests");
}

function isOurs({ name }: SpanPicture): boolean {
  return name.startsWith("replicate.");
}
