import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logIn, type LoggedIn } from "./collected-spans.ts";
import { tell, type Play, type Scenario } from "./story.ts";
import { BARE, BY_CLASS, BY_CLIENT, type Tracing, type Way } from "./ways.ts";

/** One line of a table of comparisons: a scenario alone, or with what else is to be said of it. */
export type Comparison = Scenario | (Play & ComparisonOptions);

interface ComparisonOptions {
  /** How many spans tracing makes of it; 1 unless said. It proves that something was traced. */
  readonly spans?: number | undefined;
  /** The same for a class that is traced, where that sees less than a wrapped client. */
  readonly spansByClass?: number | undefined;
}

/** By which means the program is traced; both unless said. */
export interface TableOptions {
  readonly ways?: readonly Way[];
  /** Leaves out the logger that an app would have. */
  readonly withoutLogger?: boolean;
}

/**
 * Tests that a program cannot tell whether it is traced: each scenario is played bare and traced
 * against the same scripted API, and the two stories must be equal, word for word.
 */
export function tellsTheSameStory(
  title: string,
  table: Readonly<Record<string, Comparison>>,
  { ways = [BY_CLIENT, BY_CLASS], withoutLogger = false }: TableOptions = {},
): void {
  describe(`${title}`, () => {
    if (!withoutLogger) usesLogger();
    // oxlint-disable-next-line vitest/expect-expect -- expectSameStory expects
    it.each(Object.entries(table))("%s", (_, comparison) => expectSameStory(comparison, ways));
  });
}

/** Plays a scenario bare and traced, and compares. Throws at the first difference. */
async function expectSameStory(
  comparison: Comparison,
  ways: readonly Way[] = [BY_CLIENT, BY_CLASS],
): Promise<void> {
  const play: Play & ComparisonOptions =
    typeof comparison === "function" ? { does: comparison } : comparison;
  const bare = await tell(play, BARE);
  for (const way of ways) {
    const { events, tracing } = await tell(play, way);
    expect({ way: way.name, events }).toEqual({ way: way.name, events: bare.events });
    expect({ way: way.name, ...outline(tracing, way) }).toEqual({
      way: way.name,
      ...expected(play, way),
    });
  }
}

function outline({ spans, problems }: Tracing, way: Way): object {
  if (way.tracing === "in trouble") return { isInTrouble: problems.length > 0 };
  return { spans, problems };
}

function expected({ spans = 1, spansByClass = spans }: ComparisonOptions, way: Way): object {
  if (way.tracing === "in trouble") return { isInTrouble: true };
  if (way.tracing === "off") return { spans: 0, problems: [] };
  return { spans: way === BY_CLASS ? spansByClass : spans, problems: [] };
}

/** Gives the tests of a file the logger that an app would have. */
export function usesLogger(): { readonly rows: LoggedIn["rows"] } {
  let loggedIn: LoggedIn | undefined;
  beforeAll(async () => {
    loggedIn = await logIn();
  });
  afterAll(() => loggedIn?.close());
  return { rows: async () => (await loggedIn?.rows()) ?? [] };
}
