import { LiveExecutions } from "./live-executions.ts";
import { BraintrustSink } from "./sink/braintrust-sink.ts";
import type { BraintrustModule } from "./sink/braintrust-state.ts";
import type { Sink } from "./sink/sink.ts";

/** What all copies of this library in a process share. */
interface ProcessWide {
  readonly executions: LiveExecutions;
  readonly sinks: Set<Sink>;
}

/** The number changes when two copies of this library could not work together any more. */
const SHARED = Symbol.for("braintrust-replicate.executions.1");

/** The executions and sinks of this process. */
export function processWide(): ProcessWide {
  const holder = globalThis as { [SHARED]?: ProcessWide };
  const existing = holder[SHARED];
  if (existing) return existing;
  const created: ProcessWide = { executions: new LiveExecutions(), sinks: new Set() };
  Object.defineProperty(holder, SHARED, { value: created });
  return created;
}

let ownSink: BraintrustSink | undefined;
const sinkOf = new WeakMap<object, BraintrustSink>();

/** One sink per copy of the SDK, not per client: an app may make a client for each request. */
export function braintrustSink(given: BraintrustModule | undefined): Sink {
  const { sinks } = processWide();
  if (given === undefined) {
    ownSink ??= new BraintrustSink();
    sinks.add(ownSink);
    return ownSink;
  }
  const sink = sinkOf.get(given) ?? new BraintrustSink(given);
  sinkOf.set(given, sink);
  sinks.add(sink);
  return sink;
}
