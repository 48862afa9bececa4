/** The kinds of event that Replicate's streams have. */
export type StreamEventName = "output" | "logs" | "error" | "done";

/** One event of a stream. */
export interface ServerSentEvent {
  readonly event: StreamEventName;
  /** `<unix seconds>:<number within that second>`. */
  readonly id: string;
  readonly data: string;
}

/** Writes an event down; data of several lines becomes several `data` fields. */
export function formatEvent({ event, id, data }: ServerSentEvent): string {
  const lines = data.split("\n").map((line) => `data: ${line}\n`);
  return `event: ${event}\nid: ${id}\n${lines.join("")}\n`;
}
