import { RANDOM_ID } from "./picture.ts";
import { createStage, type ClientOptions, type Stage, type StoryEvent } from "./stage.ts";
import type { Tracing, Way } from "./ways.ts";

/** A program that uses the client. What it returns or throws is part of its story. */
export type Scenario = (stage: Stage) => unknown;

/** A scenario and where it plays. */
export interface Play {
  readonly does: Scenario;
  /** How the client is built. */
  readonly client?: ClientOptions | undefined;
}

/** All that a program, and the API behind it, can notice. */
export interface Story {
  readonly events: readonly StoryEvent[];
  readonly tracing: Tracing;
}

/** Plays a scenario in one way and writes down what happened. */
export async function tell({ does, client }: Play, way: Way): Promise<Story> {
  let events: readonly StoryEvent[] = [];
  const tracing = await way.run(async (prepare) => {
    const stage = createStage({ client, prepare });
    ({ events } = stage);
    try {
      stage.note("returned", await does(stage));
    } catch (error) {
      stage.note("threw", error);
    }
    await quiet(stage);
  });
  return { events: comparable(events), tracing };
}

/** Waits until nothing happens any more: files still load, a stream is still drained. */
async function quiet({ events }: Stage): Promise<void> {
  for (let calm = 0, before = -1; calm < 5; calm = events.length === before ? calm + 1 : 0) {
    before = events.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The numbers of forms. */
const UPLOAD = /\b(blob_|buffer_|formdata-undici-)\d{12,13}\b/g;

/** The story with every random id replaced by its order of appearance. */
export function comparable(events: readonly StoryEvent[]): readonly StoryEvent[] {
  const ids = new Map<string, string>();
  const text = JSON.stringify(events)
    .replace(RANDOM_ID, (id) => {
      const name = ids.get(id) ?? `<id ${ids.size + 1}>`;
      ids.set(id, name);
      return name;
    })
    .replace(UPLOAD, "$1<number>");
  return JSON.parse(text) as readonly StoryEvent[];
}
