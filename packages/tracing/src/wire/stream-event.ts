import { textOf } from "./shape.ts";

/** What one server-sent event of a prediction's stream means. */
export type StreamEvent =
  | { readonly kind: "output" }
  | { readonly kind: "done"; readonly status: "succeeded" | "canceled" | "failed" }
  | { readonly kind: "other" };

const OUTPUT: StreamEvent = { kind: "output" };
const OTHER: StreamEvent = { kind: "other" };
const SUCCEEDED: StreamEvent = { kind: "done", status: "succeeded" };

/**
 * Names an event by its `event` and, for `done`, its `data` (`{}`, `{"reason":"canceled"}` or
 * `{"reason":"error"}`). Unknown events are tolerated.
 *
 * @see https://replicate.com/docs/topics/predictions/streaming
 */
export function readStreamEvent(event: unknown, data: unknown): StreamEvent {
  if (event === "output") return OUTPUT;
  if (event !== "done") return OTHER;
  switch (field(data, "reason")) {
    case "canceled":
      return { kind: "done", status: "canceled" };
    case "error":
      return { kind: "done", status: "failed" };
    default:
      return SUCCEEDED;
  }
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
