import { flush } from "braintrust";
import { traceFetch } from "braintrust-replicate/fetch";
import { answering, askElsewhere, createAndPoll, createAndStream } from "./fetch-subject.ts";
import { interleave, quantile, type Plan } from "./interleave.ts";

const EVENTS = 5_000;

/** How often to time a fetch. */
export interface FetchPlan {
  readonly calls: Omit<Plan, "between">;
  readonly streams: Omit<Plan, "between">;
}

/** Microseconds that a traced `fetch` adds, at the 10th, 25th and 50th percentile, by what is done. */
export async function timeOfAFetch({ calls, streams }: FetchPlan): Promise<Map<string, number[]>> {
  const bare = answering(EVENTS);
  const traced = traceFetch(bare as typeof fetch);
  const added = async (
    run: (fetch: typeof bare) => Promise<void>,
    { plan, units }: { readonly plan: Omit<Plan, "between">; readonly units: number },
  ): Promise<number[]> => {
    const variants = [
      { name: "bare", run: () => run(bare) },
      { name: "traced", run: () => run(traced) },
    ];
    const timings = await interleave(variants, { ...plan, between: () => flush() });
    const at = (name: string, share: number): number => quantile(timings.get(name) ?? [], share);
    return [0.1, 0.25, 0.5].map((share) => (at("traced", share) - at("bare", share)) / units);
  };
  return new Map([
    ["a request elsewhere", await added(askElsewhere, { plan: calls, units: 1 })],
    ["a creation and a poll", await added(createAndPoll, { plan: calls, units: 1 })],
    ["an event of a stream", await added(createAndStream, { plan: streams, units: EVENTS })],
  ]);
}
