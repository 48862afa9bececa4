import type { Picture } from "../../transparency/support/picture.ts";
import type { StoryEvent } from "../../transparency/support/stage.ts";

/** More of a value is not shown. */
const SHOWN = 120;

/** What the caller gets, in words: how many events, and how it ended. */
export function outcomeOf(events: readonly StoryEvent[]): string {
  const delivered = events.filter(([what]) => what === "event").length;
  const ending = events.findLast(([what]) => what === "returned" || what === "threw");
  const end = ending === undefined ? "nothing" : endOf(ending);
  if (delivered === 0) return end;
  return `${delivered} ${delivered === 1 ? "event" : "events"}, then ${end}`;
}

function endOf([what, value = null]: StoryEvent): string {
  if (what === "threw") return `throws ${thrown(value)}`;
  return value === "<undefined>" ? "returns" : `returns ${shortened(JSON.stringify(value))}`;
}

function thrown(value: Picture): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return shortened(JSON.stringify(value));
  }
  const { name, message } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || typeof message !== "string") {
    return shortened(JSON.stringify(value));
  }
  const [line = ""] = message.split("\n");
  return shortened(`${name}: ${withoutPosition(line)}`);
}

/** How exactly the place in a JSON text is told depends on the version of Node. */
export function withoutPosition(message: string): string {
  return message.replace(/ at position \d+.*/, "");
}

function shortened(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
