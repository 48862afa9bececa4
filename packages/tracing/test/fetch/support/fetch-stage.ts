import { createEmulator, type Emulator } from "replicate-emulator";
import { DEPLOYMENTS, MODELS } from "../../transparency/support/models.ts";
import { picture } from "../../transparency/support/picture.ts";
import type { StoryEvent } from "../../transparency/support/stage.ts";
import { steppingClock, type SteppingClock } from "../../transparency/support/stepping-clock.ts";

/** A function like the global `fetch`. */
type Fetch = typeof globalThis.fetch;

/** Where a scenario plays: a `fetch`, bare or traced, and the API behind it. */
export interface FetchStage {
  readonly fetch: Fetch;
  readonly emulator: Emulator;
  /** The whole URL of a path of the API, such as `/predictions`. */
  readonly api: (path: string) => string;
  /** Writes into the book of what happens. */
  readonly note: (what: string, ...details: readonly unknown[]) => void;
}

/** How requests get to the API. */
export interface Carrier {
  readonly name: string;
  /** Plays with the `fetch` that `prepare` makes of a bare one that reaches the API at `base`. */
  play(
    prepare: (fetch: Fetch, base: string) => Fetch,
    does: (stage: FetchStage) => Promise<void>,
  ): Promise<readonly StoryEvent[]>;
}

/** The `fetch` of the app answers in process: every argument that it gets is in the book. */
export const IN_PROCESS: Carrier = {
  name: "in process",
  async play(prepare, does) {
    const { emulator, events, note, clock } = book();
    const bare: Fetch = async (...args) => {
      clock.advance(REQUEST_MS);
      note("fetch", args.length, ...args.map(shown));
      return emulator.fetch(...args);
    };
    const base = "https://api.replicate.com/v1";
    await does({ fetch: prepare(bare, base), emulator, note, api: (path) => base + path });
    return events;
  },
};

/** The global `fetch`, over a connection: every byte that arrives is in the book. */
export const OVER_TCP: Carrier = {
  name: "over TCP",
  async play(prepare, does) {
    const { emulator, events, note: write, clock } = book();
    const listening = await emulator.listen();
    const { host } = new URL(listening.url);
    // Before a long text is shortened to its digest: ports are other ones each time.
    const hostless = (detail: unknown): unknown => {
      if (typeof detail === "string") return detail.replaceAll(host, "<host>");
      if (detail instanceof Uint8Array) return encoded(hostless(new TextDecoder().decode(detail)));
      return Array.isArray(detail) ? detail.map(hostless) : detail;
    };
    const note: FetchStage["note"] = (what, ...details) => write(what, ...details.map(hostless));
    const bare: Fetch = (...args) => {
      clock.advance(REQUEST_MS);
      return globalThis.fetch(...args);
    };
    try {
      const fetch = prepare(bare, listening.url);
      await does({ fetch, emulator, note, api: (path) => listening.url + path });
    } finally {
      await listening.close();
    }
    for (const { method, url, headers, text } of emulator.requests) {
      const path = url.replace(/^https?:\/\/[^/]+/, "");
      note("arrived", method, path, { ...headers, host: "<host>" }, text);
    }
    const text = JSON.stringify(events)
      .replaceAll(host, "<host>")
      .replace(/"(localPort|remotePort)":\d+/g, '"$1":0');
    return JSON.parse(text) as readonly StoryEvent[];
  },
};

/** Each request takes this long, by the emulator's clock. */
const REQUEST_MS = 10;

interface Book extends Pick<FetchStage, "emulator" | "note"> {
  readonly events: StoryEvent[];
  readonly clock: SteppingClock;
}

function book(): Book {
  const events: StoryEvent[] = [];
  const clock = steppingClock();
  return {
    emulator: createEmulator({ models: MODELS, deployments: DEPLOYMENTS, clock }),
    events,
    clock,
    note: (what, ...details) => {
      events.push([what, ...details.map((detail) => picture(detail))]);
    },
  };
}

/** An argument without reading what may be read only once. */
function shown(argument: unknown): unknown {
  if (typeof argument !== "object" || argument === null) return argument;
  const { body, signal, ...rest } = { ...argument } as { body?: unknown; signal?: unknown };
  const isWhole = argument instanceof Request || argument instanceof URL;
  return {
    class: Object.getPrototypeOf(argument) === Object.prototype ? "Object" : argument,
    ...(isWhole ? {} : { rest, body: shownBody(body) }),
    signal: signal === undefined ? "none" : "given",
  };
}

function shownBody(body: unknown): unknown {
  return typeof body === "object" && body !== null ? Object.prototype.toString.call(body) : body;
}

function encoded(text: unknown): Uint8Array {
  return new TextEncoder().encode(String(text));
}
