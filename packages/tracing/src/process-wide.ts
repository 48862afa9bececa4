import { oncePerProcess } from "./exchange/once-per-process.ts";
import { wakeHook } from "./hook/waiting-hook.ts";
import { LiveExecutions } from "./live-executions.ts";
import type { TracingOptions } from "./options.ts";
import { BraintrustSink } from "./sink/braintrust-sink.ts";
import type { BraintrustModule } from "./sink/braintrust-state.ts";
import type { Sink } from "./sink/sink.ts";

/** What all copies of this library in a process share. */
interface ProcessWide {
  readonly executions: LiveExecutions;
  /** Every sink in use, to be flushed. */
  readonly sinks: Set<Sink>;
  /** Sinks that are told of every execution, whoever traces it. */
  readonly shared: Set<Sink>;
  /** Adds those that are shared to those of an execution; there as soon as one is shared. */
  addShared: ((own: readonly Sink[]) => readonly Sink[]) | undefined;
  /** Where executions go for which nobody names a sink; `braintrustSink()` unless set. */
  usual: readonly Sink[] | undefined;
}

const SHARED = Symbol.for("braintrust-replicate.executions.2");

/** The executions and sinks of this process. */
export function processWide(): ProcessWide {
  return oncePerProcess(SHARED, () => ({
    executions: new LiveExecutions(),
    sinks: new Set(),
    shared: new Set(),
    addShared: undefined,
    usual: undefined,
  }));
}

let ownSink: BraintrustSink | undefined;
const sinkOfModule = new WeakMap<object, BraintrustSink>();

/**
 * The sink that writes executions as spans of Braintrust: one per copy of the SDK, however often
 * it is asked for.
 *
 * @param braintrust - The app's own `import * as braintrust from "braintrust"`; looked for when
 *   left out.
 *
 * @example
 * ```ts
 * wrapReplicate(replicate, { sinks: [braintrustSink(), openTelemetrySink()] });
 * ```
 */
export function braintrustSink(braintrust?: BraintrustModule): Sink {
  if (braintrust === undefined) return (ownSink ??= new BraintrustSink());
  const sink = sinkOfModule.get(braintrust) ?? new BraintrustSink(braintrust);
  sinkOfModule.set(braintrust, sink);
  return sink;
}

/** Apps are asked to make a sink once; one that makes them for each request must not leak them. */
const MOST_SINKS = 100;

/**
 * Where executions go by these options, and by what is shared in the process: the sinks of the
 * moment in which it is asked.
 */
export function sinksOf(
  options: Partial<Pick<TracingOptions, "sinks" | "braintrust">>,
): () => readonly Sink[] {
  // It knows where executions go for which nobody names a sink.
  wakeHook();
  const wide = processWide();
  const { sinks } = wide;
  const named = options.sinks ?? (options.braintrust && [braintrustSink(options.braintrust)]);
  const fallback = [braintrustSink()];
  for (const sink of named ?? fallback) {
    const [oldest] = sinks;
    if (oldest !== undefined && sinks.size >= MOST_SINKS) sinks.delete(oldest);
    sinks.add(sink);
  }
  return () => {
    const own = named ?? wide.usual ?? fallback;
    return wide.addShared?.(own) ?? own;
  };
}
