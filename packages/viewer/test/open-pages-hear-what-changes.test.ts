import { expect, it, onTestFinished } from "vitest";
import type { ExecutionSummary, Viewer } from "braintrust-replicate-viewer";
import { ask, log, openViewer } from "./support/open-viewer.ts";

interface HeardEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Reads server-sent events as a browser does. */
class Ear {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #unread = "";

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
    onTestFinished(() => this.#reader.cancel());
  }

  static async open(viewer: Viewer, lastId?: string): Promise<Ear> {
    const headers = lastId === undefined ? {} : { "last-event-id": lastId };
    const response = await viewer.fetch(new Request("http://127.0.0.1/api/events", { headers }));
    if (response.body === null) throw new Error("There are no events");
    return new Ear(response.body);
  }

  async next(kind: string): Promise<HeardEvent> {
    for (;;) {
      const end = this.#unread.indexOf("\n\n");
      if (end === -1) {
        const { done, value } = await this.#reader.read();
        if (done) throw new Error(`The events ended before one of ${kind}`);
        this.#unread += new TextDecoder().decode(value);
        continue;
      }
      const text = this.#unread.slice(0, end);
      this.#unread = this.#unread.slice(end + 2);
      const field = (name: string): string =>
        new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1] ?? "";
      if (field("event") !== kind) continue;
      return { id: field("id"), event: kind, data: JSON.parse(field("data")) as unknown };
    }
  }
}

function running(id: string): object {
  return {
    id,
    root_span_id: "t",
    span_attributes: { name: "replicate.run", type: "llm" },
    metrics: { start: 1 },
  };
}

it("tells a new execution, its end, its trace and the removal of everything", async () => {
  const viewer = openViewer();
  const ear = await Ear.open(viewer);
  await log(viewer, [running("a")]);
  const first = await ear.next("execution");
  expect(first.data).toMatchObject([{ id: "a", status: "running" }]);
  expect((await ear.next("trace")).data).toEqual({ traceId: "t" });
  await log(viewer, [{ id: "a", root_span_id: "t", metrics: { end: 3 }, _is_merge: true }]);
  expect((await ear.next("execution")).data).toMatchObject([{ id: "a", status: "succeeded" }]);
  await ask(viewer, "/api/executions", { method: "DELETE" });
  expect((await ear.next("cleared")).data).toEqual({});
});

it("tells changes of one moment together, the last of each execution", async () => {
  const viewer = openViewer();
  const ear = await Ear.open(viewer);
  for (let n = 0; n < 20; n += 1) {
    await log(viewer, [{ ...running("a"), output: `text ${n}` }, running("b")]);
  }
  const summaries = (await ear.next("execution")).data as readonly ExecutionSummary[];
  expect(summaries.map(({ id }) => id)).toEqual(["a", "b"]);
});

it("tells what was missed to a page that comes back, or to read anew", async () => {
  const viewer = openViewer();
  const ear = await Ear.open(viewer);
  await log(viewer, [running("a")]);
  const { id } = await ear.next("execution");
  await ear.next("trace");
  await log(viewer, [running("b")]);
  await ear.next("execution");

  const back = await Ear.open(viewer, id);
  expect((await back.next("execution")).data).toMatchObject([{ id: "b" }]);
  const stranger = await Ear.open(viewer, "another-run-7");
  expect((await stranger.next("reset")).data).toEqual({});
});

it("lets a page read anew that had heard of nothing before it was away", async () => {
  const viewer = openViewer();
  const other = await Ear.open(viewer);
  const response = await viewer.fetch(new Request("http://127.0.0.1/api/events"));
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  const id = /^id: (.+)$/m.exec(new TextDecoder().decode(value))?.[1];
  expect(id).toBeDefined();
  await log(viewer, [running("a")]);
  await other.next("execution");

  const back = await Ear.open(viewer, id);
  expect((await back.next("reset")).data).toEqual({});
});

it("lets a page read anew when a root that it shows is no longer in the list", async () => {
  const viewer = openViewer();
  const ear = await Ear.open(viewer);
  await log(viewer, [{ id: "app", root_span_id: "t", metrics: { start: 1, end: 2 } }]);
  await ear.next("execution");
  await log(viewer, [running("a")]);
  expect((await ear.next("reset")).data).toEqual({});
});

it("tells a flood as one request to read anew", async () => {
  const viewer = openViewer();
  const ear = await Ear.open(viewer);
  await log(
    viewer,
    Array.from({ length: 300 }, (_, n) => running(`e${n}`)),
  );
  expect((await ear.next("traces")).data).toEqual({ traceIds: ["t"] });
  expect((await ear.next("reset")).data).toEqual({});
});
