import { expect, it } from "vitest";
import { createHttpTracing, type BodyObserver, type HttpTracing } from "braintrust-replicate/http";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene, type Scene } from "../support/start-scene.ts";

let count = 0;

/** A prediction that was created, and its stream. */
function created(tracing: HttpTracing): { readonly id: string; readonly stream: string } {
  const id = `prediction${String((count += 1)).padStart(16, "0")}`;
  const stream = `https://stream.example/${id}`;
  const url = "https://api.replicate.com/v1/models/acme/text/predictions";
  const seen = tracing.begin({ method: "POST", url, body: { input: {} }, token: undefined });
  const observer = seen?.responded({ status: 201, contentType: "application/json" });
  observer?.parsed({ id, status: "starting", urls: { stream } });
  return { id, stream };
}

function read(tracing: HttpTracing, url: string, lastEventId?: string): BodyObserver | undefined {
  const seen = tracing.begin({
    method: "GET",
    url,
    body: undefined,
    token: undefined,
    lastEventId,
  });
  return seen?.responded({ status: 200, contentType: "text/event-stream" });
}

function say(observer: BodyObserver | undefined, from: number, words: readonly string[]): void {
  for (const [index, word] of words.entries()) {
    observer?.push(`event: output\nid: 100:${from + index}\ndata: ${word}\n\n`);
  }
}

const DONE = "event: done\nid: 100:99\ndata: {}\n\n";

async function told(scene: Scene): Promise<object> {
  const { output, metadata } = onlyRow(await scene.rows());
  return { output, status: metadata?.["status"], incomplete: metadata?.["incomplete"] };
}

const tracing = (): HttpTracing =>
  createHttpTracing({
    onError(problem) {
      throw problem;
    },
  });

it("a reader that comes back with `Last-Event-ID` goes on in the same text", async () => {
  const scene = await startScene();
  const http = tracing();
  const { stream } = created(http);
  const first = read(http, stream);
  say(first, 0, ["One", " two"]);
  first?.broke("lost", new TypeError("terminated"));
  const second = read(http, stream, "100:1");
  say(second, 2, [" three"]);
  second?.push(DONE);
  second?.end();
  expect(await told(scene)).toMatchObject({ output: "One two three", status: "succeeded" });
  await expectEachEndedOnce(scene);
});

it("a reader that begins anew repeats nothing", async () => {
  const scene = await startScene();
  const http = tracing();
  const { stream } = created(http);
  const first = read(http, stream);
  say(first, 0, ["One", " two"]);
  first?.end();
  const second = read(http, stream);
  say(second, 0, ["One", " two", " three"]);
  second?.push(DONE);
  expect(await told(scene)).toMatchObject({ output: "One two three", status: "succeeded" });
});

it("two that read at the same time are told once", async () => {
  const scene = await startScene();
  const http = tracing();
  const { stream } = created(http);
  const [one, other] = [read(http, stream), read(http, stream)];
  say(one, 0, ["One"]);
  say(other, 0, ["One", " two"]);
  one?.broke("stopped");
  expect((await scene.rows())[0]?.metrics).not.toHaveProperty("end");
  say(other, 2, [" three"]);
  other?.push(DONE);
  expect(await told(scene)).toMatchObject({ output: "One two three", status: "succeeded" });
});

it("events without ids are those of who read first", async () => {
  const scene = await startScene();
  const http = tracing();
  const { stream } = created(http);
  const [one, other] = [read(http, stream), read(http, stream)];
  const event = "event: output\ndata: word\n\n";
  for (const reader of [one, other, one, other]) reader?.push(event);
  one?.push(DONE);
  expect(await told(scene)).toMatchObject({ output: "wordword" });
});

it("who comes back after everybody had left does not put the rest in place of the whole", async () => {
  const scene = await startScene();
  const http = tracing();
  const { stream } = created(http);
  const first = read(http, stream);
  say(first, 0, ["One", " two"]);
  first?.broke("stopped");
  expect(await told(scene)).toMatchObject({ output: "One two", incomplete: "stopped_early" });
  const second = read(http, stream, "100:1");
  say(second, 2, [" three"]);
  second?.push(DONE);
  expect(await told(scene)).toMatchObject({ output: "One two", status: "succeeded" });
});

it("who reads of a prediction of another process completes its row", async () => {
  const scene = await startScene();
  const http = createHttpTracing({ joinByPredictionId: true });
  const span = scene.logger.startSpan({ name: "elsewhere", event: { id: "elsewhere1" } });
  const seen = http.begin({
    method: "GET",
    url: "https://stream.example/unknown",
    body: undefined,
    token: undefined,
    predictionId: "elsewhere1",
  });
  const observer = seen?.responded({
    status: 200,
    contentType: "text/event-stream; charset=utf-8",
  });
  say(observer, 0, ["One", " two"]);
  observer?.push(DONE);
  span.end();
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ id: "elsewhere1", output: "One two" });
  expect(row.metrics).toHaveProperty("time_to_first_token");
});
