import { processWide } from "./process-wide.ts";
import type { Sink } from "./sink/sink.ts";

/**
 * Tells a sink of every execution from now on, whoever traces it.
 *
 * @returns how to stop that.
 */
export function shareSink(sink: Sink): () => void {
  const wide = processWide();
  wide.shared.add(sink);
  wide.sinks.add(sink);
  wide.addShared ??= (own) => withShared(own, wide.shared);
  return () => void wide.shared.delete(sink);
}

function withShared(own: readonly Sink[], shared: ReadonlySet<Sink>): readonly Sink[] {
  if (shared.size === 0) return own;
  const isNamed = ({ kind }: Sink): boolean =>
    kind !== undefined && own.some((sink) => sink.kind === kind);
  return [...new Set([...own, ...[...shared].filter((sink) => !isNamed(sink))])];
}
