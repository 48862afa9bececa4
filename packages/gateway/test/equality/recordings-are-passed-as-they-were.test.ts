import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { StreamSeal } from "../../src/seal/stream-seal.ts";
import { startTestGateway } from "../support/start-stage.ts";
import { startUpstream } from "../support/start-upstream.ts";
import { restoreUrls, TEST_SECRET } from "./restore-urls.ts";

/** One recorded request and its answer. */
interface Exchange {
  readonly request: { readonly method: string; readonly url: string; readonly body: string | null };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
}

const FOLDER = new URL("../../../../../shared/recordings/", import.meta.url);
const API = "https://api.replicate.com/v1/";

function recordings(): readonly string[] {
  try {
    return readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}

const names = recordings();

it("has recordings to compare with", ({ skip }) => {
  skip(names.length === 0, "There are no recordings beside this repository");
  expect(names.length).toBeGreaterThan(5);
});

/** Of one connection each, or written anew by whoever answers. */
const OF_CONNECTION = ["connection", "date", "transfer-encoding", "alt-svc", "keep-alive"];

function comparable(headers: Headers | Readonly<Record<string, string>>): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  const kept = entries.filter(
    ([name]) => !OF_CONNECTION.includes(name) && name !== "content-length",
  );
  return Object.fromEntries(kept);
}

it.each(names)("%s", async (name) => {
  const { exchanges } = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as {
    exchanges: readonly Exchange[];
  };
  let next: Exchange["response"] | undefined;
  const seen: unknown[] = [];
  const upstream = await startUpstream((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => (body += piece));
    request.on("end", () => {
      seen.push({ method: request.method, path: request.url, body });
      for (const [header, value] of Object.entries(next?.headers ?? {})) {
        if (!OF_CONNECTION.includes(header)) response.setHeader(header, value);
      }
      response.writeHead(next?.status ?? 500);
      response.end(next?.body ?? undefined);
    });
  });
  const { url } = await startTestGateway(upstream, { secret: TEST_SECRET });
  expect(exchanges.length).toBeGreaterThan(0);
  for (const { request, response } of exchanges) {
    next = response;
    const { pathname, search, host } = new URL(request.url);
    const isApi = host === "api.replicate.com";
    const sealed = new StreamSeal(TEST_SECRET).seal({
      url: upstream + pathname + search,
      predictionId: "recorded",
    });
    const answer = await fetch(url + (isApi ? pathname + search : `/v1/streams/${sealed}`), {
      method: request.method,
      body: request.body,
    });
    expect(seen.pop()).toEqual({
      method: request.method,
      path: pathname + search,
      body: request.body ?? "",
    });
    expect(answer.status).toBe(response.status);
    expect(comparable(answer.headers)).toMatchObject(comparable(response.headers));
    expect(restoreUrls(await answer.text(), url, API)).toBe(response.body ?? "");
  }
});
