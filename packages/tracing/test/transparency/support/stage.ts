import Replicate from "replicate";
import { createEmulator, type Emulator } from "replicate-emulator";
import { picture, type Picture } from "./picture.ts";
import { DEPLOYMENTS, MODELS } from "./models.ts";
import { steppingClock } from "./stepping-clock.ts";

/** The options of the client's constructor. */
export type ClientOptions = NonNullable<ConstructorParameters<typeof Replicate>[0]>;

/** One thing that happened, in the order in which it happened. */
export type StoryEvent = readonly [what: string, ...details: Picture[]];

/** Where a scenario plays: the client, the API behind it, and the book of what happens. */
export interface Stage {
  readonly replicate: Replicate;
  readonly emulator: Emulator;
  /** What happened so far. */
  readonly events: readonly StoryEvent[];
  /** The `fetch` of the client, for scenarios that build clients of their own. */
  readonly fetch: typeof globalThis.fetch;
  /** Writes into the book. */
  readonly note: (what: string, ...details: readonly unknown[]) => void;
  /** Does something as the request of this number, counted from 1, begins. */
  readonly atRequest: (number: number, action: () => void) => void;
  /** Takes a client of the scenario's own through what is being compared: wrapped, or not. */
  readonly prepare: <T extends object>(client: T) => T;
}

/** What a stage is made with. */
export interface StageOptions {
  readonly client?: ClientOptions | undefined;
  readonly Client?: typeof Replicate;
  readonly prepare: <T extends object>(client: T) => T;
}

/** Each request takes this long, by the emulator's clock. */
const REQUEST_MS = 10;

/** Builds a stage of its own for each telling. */
export function createStage({ client = {}, Client = Replicate, prepare }: StageOptions): Stage {
  const clock = steppingClock();
  const emulator = createEmulator({ models: MODELS, deployments: DEPLOYMENTS, clock });
  const events: StoryEvent[] = [];
  const actions = new Map<number, () => void>();
  let requests = 0;
  const note = (what: string, ...details: readonly unknown[]): void => {
    events.push([what, ...details.map((detail) => picture(detail))]);
  };
  const fetch = async (...args: Parameters<typeof globalThis.fetch>): Promise<Response> => {
    requests += 1;
    const [url, init] = args;
    // The place in the book is taken now, the bytes of a form are filled in later.
    const place = events.push(["fetch"]) - 1;
    const shown = sentBody(init?.body);
    clock.advance(REQUEST_MS);
    actions.get(requests)?.();
    events[place] = ["fetch", { arguments: args.length, url: picture(url), ...sentHead(init) }];
    if (shown !== undefined) events[place] = [...events[place], await shown];
    return emulator.fetch(...args);
  };
  return {
    replicate: prepare(new Client({ auth: "r8_test", fetch, ...client })),
    emulator,
    events,
    fetch,
    note,
    atRequest: (number, action) => void actions.set(number, action),
    prepare,
  };
}

function sentHead(init: RequestInit | undefined): { [key: string]: Picture } {
  if (init === undefined) return {};
  return {
    keys: Object.keys(init),
    method: picture(init.method),
    headers: picture(Object.entries(init.headers ?? {})),
    signal: init.signal === undefined ? "none" : "given",
  };
}

function sentBody(body: unknown): Promise<Picture> | Picture | undefined {
  if (body === undefined || body === null) return undefined;
  if (!(body instanceof FormData)) return picture(body);
  return Promise.all([...body].map(([name, value]) => formPart(name, value)));
}

async function formPart(name: string, value: FormDataEntryValue): Promise<Picture> {
  if (typeof value === "string") return { name, value };
  const bytes = Buffer.from(await value.arrayBuffer()).toString("base64");
  return { name, file: value.name, type: value.type, bytes: picture(bytes) };
}
