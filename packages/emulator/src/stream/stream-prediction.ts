import { DeliveredFile, withFileUrls } from "../files/delivered-file.ts";
import { toJson } from "../json.ts";
import type { TerminalStatus } from "../model/emulator-script.ts";
import type { Prediction } from "../prediction/prediction.ts";
import { outcomeOf, type View } from "../prediction/prediction-object.ts";
import type { Moment } from "../prediction/timeline.ts";
import type { ServerSentEvent, StreamEventName } from "./server-sent-event.ts";

type Unnumbered = Omit<ServerSentEvent, "id">;

/**
 * The events of a prediction's stream, each when its time has come. Whoever subscribes late gets
 * them all from the start, with the same ids. Ends after `done`, or when `signal` aborts.
 */
export async function* streamPrediction(
  prediction: Prediction,
  view: View,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const nextId = eventIds();
  for (let index = 0; !signal.aborted; index++) {
    const moment = await momentAt(prediction, index, signal);
    if (moment === undefined) return;
    const seconds = Math.floor((prediction.createdAt + moment.atMs) / 1_000);
    for (const event of eventsOf(moment, prediction, view)) {
      yield { ...event, id: nextId(seconds) };
    }
    if (moment.kind === "ended") return;
  }
}

/** The moment at `index`, once it has come; a cancellation meanwhile puts its own in that place. */
async function momentAt(
  prediction: Prediction,
  index: number,
  signal: AbortSignal,
): Promise<Moment | undefined> {
  await prediction.reach(prediction.timeline[index]?.atMs ?? Infinity, signal);
  return signal.aborted ? undefined : prediction.timeline[index];
}

function eventIds(): (seconds: number) => string {
  let current = -1;
  let count = 0;
  return (seconds) => {
    count = seconds === current ? count + 1 : 0;
    current = seconds;
    return `${seconds}:${count}`;
  };
}

function eventsOf(moment: Moment, prediction: Prediction, view: View): readonly Unnumbered[] {
  const text = (output: unknown): string => {
    const shown = withFileUrls(output, (file) => view.fileUrl(prediction, file));
    return typeof shown === "string" ? shown : toJson(shown);
  };
  switch (moment.kind) {
    case "started":
      return [];
    case "output":
      return [event("output", text(moment.output))];
    case "logs":
      return prediction.request.script.streamLogs === true ? [event("logs", moment.logs)] : [];
    case "ended":
      return [
        ...unyielded(prediction, moment).map((item) => event("output", text(item))),
        ...ending(prediction, moment.status),
      ];
  }
}

/** A model that yields nothing while it runs has its output streamed at the end. */
function unyielded(prediction: Prediction, { atMs }: Moment): readonly unknown[] {
  const lived = prediction.timeline.filter((moment) => moment.atMs <= atMs);
  const ended = lived.at(-1);
  if (ended?.kind !== "ended" || ended.status !== "succeeded") return [];
  if (lived.some((moment) => moment.kind === "output")) return [];
  const { output } = outcomeOf(prediction, { status: "succeeded", yielded: [], logs: "" });
  if (output === null) return [];
  return Array.isArray(output) && output.every(isStreamable) ? output : [output];
}

function isStreamable(item: unknown): boolean {
  return typeof item === "string" || item instanceof DeliveredFile;
}

function ending(prediction: Prediction, status: TerminalStatus): readonly Unnumbered[] {
  switch (status) {
    case "succeeded":
      return [event("done", "{}")];
    case "canceled":
    case "aborted":
      // What an aborted prediction's stream says was never recorded; canceled is the nearest.
      return [event("done", '{"reason":"canceled"}')];
    case "failed": {
      const done = event("done", '{"reason":"error"}');
      if (prediction.request.script.streamFailure === "done-only") return [done];
      const { error } = outcomeOf(prediction, prediction.observe());
      return [event("error", toJson({ detail: error })), done];
    }
  }
}

function event(name: StreamEventName, data: string): Unnumbered {
  return { event: name, data };
}
