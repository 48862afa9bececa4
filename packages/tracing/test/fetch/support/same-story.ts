import { describe, expect, it } from "vitest";
import { traceFetch, type TraceFetchOptions } from "braintrust-replicate/fetch";
import { usesLogger } from "../../transparency/support/bare-and-traced.ts";
import type { StoryEvent } from "../../transparency/support/stage.ts";
import { comparable } from "../../transparency/support/story.ts";
import { IN_PROCESS, OVER_TCP, type Carrier, type FetchStage } from "./fetch-stage.ts";

/** A program that uses a `fetch`. What it returns or throws is part of its story. */
export type FetchScenario = (stage: FetchStage) => unknown;

/** A scenario, and how many spans it makes; 1 unless said. */
export type FetchComparison =
  | FetchScenario
  | {
      readonly does: FetchScenario;
      readonly spans: number;
      readonly carriers?: readonly Carrier[];
    };

/** What a program could notice, and what tracing made of it. */
export interface Told {
  readonly events: readonly StoryEvent[];
  readonly spans: number;
  readonly problems: readonly Error[];
}

/** Plays a scenario with a bare `fetch`, or a traced one. */
export async function tellFetch(
  does: FetchScenario,
  carrier: Carrier,
  traced: boolean,
): Promise<Told> {
  let spans = 0;
  const problems: Error[] = [];
  const options = (baseUrl: string): TraceFetchOptions => ({
    baseUrl,
    onSpan: () => void (spans += 1),
    onError: (error) => void problems.push(error),
  });
  const events = await carrier.play(
    (fetch, base) => (traced ? traceFetch(fetch, options(base)) : fetch),
    async (stage) => {
      try {
        stage.note("returned", await does(stage));
      } catch (error) {
        stage.note("threw", error);
      }
      await quiet();
    },
  );
  return { events: comparable(events), spans, problems };
}

/** Tests that programs cannot tell whether their `fetch` is traced, over each carrier. */
export function fetchTellsTheSameStory(
  title: string,
  table: Readonly<Record<string, FetchComparison>>,
): void {
  describe(`${title}`, () => {
    usesLogger();
    // oxlint-disable-next-line vitest/expect-expect -- expectSame expects
    it.each(Object.entries(table))("%s", (_, comparison) => expectSame(comparison));
  });
}

async function expectSame(comparison: FetchComparison): Promise<void> {
  const {
    does,
    spans,
    carriers = [IN_PROCESS, OVER_TCP],
  } = typeof comparison === "function" ? { does: comparison, spans: 1 } : comparison;
  for (const carrier of carriers) {
    const bare = await tellFetch(does, carrier, false);
    const traced = await tellFetch(does, carrier, true);
    expect({ carrier: carrier.name, events: traced.events }).toEqual({
      carrier: carrier.name,
      events: bare.events,
    });
    expect({ carrier: carrier.name, spans: traced.spans, problems: traced.problems }).toEqual({
      carrier: carrier.name,
      spans,
      problems: [],
    });
  }
}

/** Lets everything happen that follows without another request. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
