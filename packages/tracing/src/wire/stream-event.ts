import { textOf } from "./shape.ts";

/** How a prediction may end, as its stream tells it. */
export type StreamEnd = "succeeded" | "canceled" | "failed";

/**
 * How a prediction ended, by an event of its stream: one `done`, whose data is `{}`,
 * `{"reason":"canceled"}` or `{"reason":"error"}`. Other events say nothing of it.
 *
 * @see https://replicate.com/docs/topics/predictions/streaming
 */
export function readStreamEnd(event: unknown, data: unknown): StreamEnd | undefined {
  if (event !== "done") return undefined;
  const reason = field(data, "reason");
  if (reason === "canceled") return reason;
  return reason === "error" ? "failed" : "succeeded";
}

/**
 * Replicate's own words in an `error` event. The client throws the event's data as the message of
 * an error, so a JSON message with a `detail` is a failed prediction and anything else is not.
 */
export function readStreamError(message: unknown): string | undefined {
  return textOf(field(message, "detail"));
}

function field(json: unknown, name: string): unknown {
  if (typeof json !== "string" || !json.startsWith("{")) return undefined;
  try {
    return (JSON.parse(json) as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
