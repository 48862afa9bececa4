import { sleep, type Clock } from "../clock.ts";
import type { ServerSentEvent } from "./server-sent-event.ts";
import { formatEvent } from "./server-sent-event.ts";

/** What surrounds the events of a stream. */
export interface EventStreamOptions {
  readonly clock: Clock;
  /** Milliseconds that the stream stays open after its last event. */
  readonly lingerMs: number;
  /** Leave out everything up to the event of this id; the `Last-Event-ID` header. */
  readonly afterId: string | undefined;
  /** Aborted when nobody reads any more. */
  readonly abandoned: AbortController;
}

/**
 * A body that writes events down as they come, between the greeting that Replicate's stream server
 * opens with and the comment with which its proxy closes.
 */
export function eventStream(
  events: AsyncIterable<ServerSentEvent>,
  options: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const lines = writeEvents(events, options);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel() {
      options.abandoned.abort();
    },
  });
}

async function* writeEvents(
  events: AsyncIterable<ServerSentEvent>,
  { clock, lingerMs, afterId, abandoned }: EventStreamOptions,
): AsyncGenerator<string, void, undefined> {
  yield ": hi\n\n";
  let skipping = afterId !== undefined;
  for await (const event of events) {
    if (!skipping) yield formatEvent(event);
    if (event.id === afterId) skipping = false;
  }
  if (lingerMs > 0) await sleep(clock, lingerMs, abandoned.signal);
  yield ":408: 408 Request Timeout\n\n";
}
