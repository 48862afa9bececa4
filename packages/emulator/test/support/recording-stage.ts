import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Emulator, EmulatorModel } from "../../src/index.ts";

/** A recorded request and its response. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** A JSON object. */
export type Json = Record<string, unknown>;

/** Recorded exchanges of Replicate lie next to the repository, not in it. */
export const RECORDINGS: string = resolve(import.meta.dirname, "../../../../../shared/recordings");

/** Plays the client of a recording, with the emulator's ids and URLs for the recorded ones. */
export class RecordingStage {
  readonly #emulator: Emulator;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #names = new Map<string, string>();

  constructor(emulator: Emulator, authenticated: boolean) {
    this.#emulator = emulator;
    this.#headers = authenticated ? { authorization: "Bearer any" } : {};
  }

  /** Sends the equivalent of a recorded request. */
  async replay(exchange: Exchange): Promise<{ answer: Response; text: string }> {
    const { request, response } = exchange;
    await this.#prepare(exchange);
    const kept = ["content-type", "prefer"].filter((name) => name in request.headers);
    const answer = await this.#emulator.fetch(this.#translated(request.url), {
      method: request.method,
      headers: {
        ...this.#headers,
        ...Object.fromEntries(kept.map((name) => [name, request.headers[name] ?? ""])),
      },
      ...(request.body === null ? {} : { body: request.body }),
    });
    const text = await answer.text();
    this.#learn(response.body, text);
    return { answer, text };
  }

  /** Adds the model that an exchange is about, made to do what was recorded. */
  async #prepare({ request, response }: Exchange): Promise<void> {
    const recorded = parsed(response.body);
    const model = modelFor(request, recorded);
    if (model !== undefined) this.#emulator.addModel(model);
    const training = /^(.*)\/trainings\/(\w+)$/.exec(request.url);
    if (training === null || model === undefined) return;
    const [, base, id] = training;
    const created = await this.#emulator.fetch(
      `${base}/models/${model.name}/versions/${model.version}/trainings`,
      {
        method: "POST",
        headers: this.#headers,
        body: JSON.stringify({ destination: "me/mine", input: recorded["input"] }),
      },
    );
    const { id: ours } = (await created.json()) as { id: string };
    this.#names.set(id ?? "", ours);
  }

  #translated(url: string): string {
    let translated = url;
    for (const [theirs, ours] of this.#names) translated = translated.replace(theirs, ours);
    return translated;
  }

  #learn(theirs: string, ours: string): void {
    const [recorded, answered] = [parsed(theirs), parsed(ours)];
    this.#names.set(String(recorded["id"]), String(answered["id"]));
    const [from, to] = [recorded, answered].map((body) => (body["urls"] as Json)?.["stream"]);
    if (typeof from === "string") this.#names.set(from, String(to));
  }
}

function modelFor(request: Exchange["request"], recorded: Json): EmulatorModel | undefined {
  const [, pathName, , pathVersion] =
    /\/models\/([^/]+\/[^/]+)(\/versions\/([0-9a-f]{64}))?/.exec(request.url) ?? [];
  const name = pathName ?? text(recorded["model"]);
  if (name === undefined) return undefined;
  const versions = [
    text(parsed(request.body ?? "")["version"]),
    pathVersion,
    text(recorded["version"]),
  ];
  const version = versions.find((candidate) => /^[0-9a-f]{64}$/.test(candidate ?? ""));
  return {
    name,
    official: pathName !== undefined,
    ...(version === undefined ? {} : { version }),
    streaming: streamingOf(text((recorded["urls"] as Json | undefined)?.["stream"])),
    ...executionOf(request, recorded),
    training: { steps: [], neverEnds: true },
  };
}

function executionOf(
  request: Exchange["request"],
  recorded: Json,
): Pick<EmulatorModel, "script" | "reportedModel" | "reportedVersion"> {
  if (text(recorded["status"]) === undefined) return { script: {} };
  const { output } = recorded;
  return {
    reportedModel: String(recorded["model"]),
    reportedVersion: String(recorded["version"]),
    script: output === undefined ? waiting(request) : { output },
  };
}

function streamingOf(url: string | undefined): boolean | "files" {
  return url?.includes("/v1/files/") === true ? "files" : url !== undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** What was created without waiting: the joke of the recorded stream, or an endless queue. */
function waiting(request: Exchange["request"]): EmulatorModel["script"] {
  const isStreamed = (request.body ?? "").includes('"stream"');
  return isStreamed ? { steps: streamedChunks() } : { queueMs: Infinity };
}

function streamedChunks(): { output: string }[] {
  const file = JSON.parse(readFileSync(join(RECORDINGS, "stream-text.json"), "utf8")) as {
    exchanges: Exchange[];
  };
  const body = file.exchanges[1]?.response.body ?? "";
  return body
    .split("\n\n")
    .filter((block) => block.startsWith("event: output"))
    .map((block) => ({
      output: [...block.matchAll(/^data: (.*)$/gm)].map(([, line]) => line).join("\n"),
    }));
}

/** The JSON object in a text, or an empty one. */
export function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
