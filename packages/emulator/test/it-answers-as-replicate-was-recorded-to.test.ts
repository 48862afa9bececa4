import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";
import {
  parsed,
  RECORDINGS,
  RecordingStage,
  type Exchange,
  type Json,
} from "./support/recording-stage.ts";

const FILES = existsSync(RECORDINGS)
  ? readdirSync(RECORDINGS).filter((name) => name.endsWith(".json"))
  : [];

if (FILES.length === 0) {
  console.log("No recordings of Replicate next to the repository: comparing with them is skipped.");
}

describe.skipIf(FILES.length === 0)("the emulator agrees with what was recorded", () => {
  it.each(FILES)("%s", async (name) => {
    const { exchanges } = JSON.parse(readFileSync(join(RECORDINGS, name), "utf8")) as {
      exchanges: Exchange[];
    };
    const emulator = createEmulator({ era: "2024" });
    const stage = new RecordingStage(emulator, name !== "unauthenticated.json");
    for (const exchange of exchanges) {
      const { answer, text } = await stage.replay(exchange);
      const { status, headers, body } = exchange.response;
      expect(summaryOf(answer.status, Object.fromEntries(answer.headers), text)).toEqual(
        summaryOf(status, headers, body),
      );
    }
  });
});

/** What has to agree: the status, some headers, which keys there are and which are null. */
function summaryOf(status: number, headers: Readonly<Record<string, string>>, text: string): Json {
  const { "content-type": type } = headers;
  const isStream = type?.startsWith("text/event-stream") === true;
  return {
    status,
    type: type?.split(";")[0],
    ...pick(headers, ["preference-applied", "ratelimit-remaining", "ratelimit-reset"]),
    ...pick(headers, ["cf-placement"]),
    body: isStream ? text.replace(/^id: \d+:\d+$/gm, "id") : bodyOf(parsed(text)),
  };
}

/** Pages of models came and went with these between the recordings of April and October 2024. */
const CHANGED_IN_2024 = ["data_removed", "webhook", "webhook_completed", "weights_url"];

function bodyOf(body: Json): Json {
  if (!("default_example" in body)) return shapeOf(body);
  const known = (from: unknown): string[] =>
    Object.keys(from as Json)
      .filter((key) => !CHANGED_IN_2024.includes(key))
      .toSorted();
  return { page: known(body), example: known(body["default_example"]) };
}

function shapeOf(body: Json): Json {
  const nested = ["urls", "metrics", "checksums"];
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (key === "status" || key === "detail" || key === "title") return [key, value];
      if (nested.includes(key) && value !== null)
        return [key, Object.keys(value as Json).toSorted()];
      return [key, value === null ? null : typeof value];
    }),
  );
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]): Json {
  return Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));
}
