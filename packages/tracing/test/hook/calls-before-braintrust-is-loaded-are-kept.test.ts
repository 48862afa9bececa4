import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { flush, wrapReplicate, type Sink } from "braintrust-replicate";
import { expect, it } from "vitest";
import { PendingSink, type Destination } from "../../src/sink/pending-sink.ts";
import { rememberingSink, type RememberingSink } from "../support/remembering-sink.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

/** A destination that becomes ready, or does not, when it is told to. */
class LateDestination implements Destination {
  readonly kept: RememberingSink = rememberingSink();
  readonly sink: Sink = {
    ...this.kept,
    listening: () => this.#ready,
    place: (caller) => (this.#ready ? this.kept.place(caller) : undefined),
  };
  pending = true;
  prepared = 0;
  #ready = false;
  #settle: () => void = () => {};
  readonly #settled = new Promise<void>((resolve) => (this.#settle = resolve));

  expected(): boolean {
    return this.pending || this.#ready;
  }

  prepare(): void {
    this.prepared += 1;
    this.#ready = !this.pending;
  }

  settled(): Promise<void> {
    return this.#settled;
  }

  async arrive(): Promise<void> {
    this.pending = false;
    this.#settle();
    await this.#settled;
    await new Promise((resolve) => setImmediate(resolve));
  }

  async fail(): Promise<void> {
    this.prepare = () => {};
    await this.arrive();
  }
}

function scene(onError: (problem: Error) => void = () => {}) {
  const destination = new LateDestination();
  const client = new Replicate({
    auth: testToken(),
    fetch: createEmulator({ models: testModels() }).fetch,
  });
  const replicate = wrapReplicate(client, { sinks: [new PendingSink(destination)], onError });
  return { destination, replicate, kept: destination.kept };
}

const run = { input: { prompt: "hi" }, wait: { mode: "poll", interval: 1 } } as const;

it("writes them with their own start and end, in their order, when it is there", async () => {
  const { destination, replicate, kept } = scene();
  const before = Date.now();
  await replicate.run("acme/text", run);
  await expect(replicate.run("acme/fails", run)).rejects.toThrow("CUDA");
  const after = Date.now();
  expect(kept.opened).toEqual([]);
  await destination.arrive();

  expect(kept.opened.map(({ model }) => model)).toEqual(["acme/text", "acme/fails"]);
  expect(kept.ended).toMatchObject([
    { model: "acme/text", output: "You said: hi" },
    { model: "acme/fails", error: "CUDA out of memory" },
  ]);
  for (const { startedAt, endedAt } of kept.ended) {
    expect(startedAt).toBeGreaterThanOrEqual(before);
    expect(endedAt).toBeLessThanOrEqual(after);
  }
});

it("goes on with what is under way", async () => {
  const { destination, replicate, kept } = scene();
  const stream = replicate.stream("acme/text", { input: { prompt: "hi" } });
  await stream.next();
  const later = replicate.stream("acme/text", { input: { prompt: "later" } });
  await destination.arrive();
  expect(kept.opened).toHaveLength(1);
  expect(kept.ended).toEqual([]);
  for await (const _ of stream) void _;
  for await (const _ of later) void _;

  expect(kept.ended.map(({ output }) => output)).toEqual(["You said: hi", "You said: later"]);
});

it("keeps them below one another", async () => {
  const { destination, replicate, kept } = scene();
  const entered: string[] = [];
  Object.assign(destination.sink, {
    open: (...args: Parameters<Sink["open"]>) => ({
      ...kept.open(...args),
      enter: <T>(work: () => T): T => {
        entered.push(args[1].model ?? "");
        return work();
      },
    }),
  });
  let inner: Promise<unknown> | undefined;
  await replicate.run("acme/text", run, () => {
    inner ??= replicate.run("acme/fails", run).catch(() => {});
  });
  await inner;
  await destination.arrive();

  // The place of the inner one was looked for inside of the outer one.
  expect(kept.opened.map(({ model }) => model)).toEqual(["acme/text", "acme/fails"]);
  expect(entered).toEqual(["acme/text"]);
});

it("forgets them when it does not come", async () => {
  const { destination, replicate, kept } = scene();
  await replicate.run("acme/text", run);
  await destination.fail();
  await replicate.run("acme/text", run);
  await flush();

  expect(kept.opened).toEqual([]);
});

it("keeps a thousand and says once that there were more", async () => {
  const problems: string[] = [];
  const { destination, replicate, kept } = scene(({ message }) => problems.push(message));
  const runs = Array.from({ length: 1_003 }, () => replicate.run("acme/text", { input: {} }));
  await Promise.all(runs);
  await destination.arrive();

  expect(kept.opened).toHaveLength(1_000);
  expect(new Set(problems)).toHaveProperty("size", 1);
  expect(problems[0]).toContain("more than 1000 executions");
});

it("is flushed with what it waited for", async () => {
  const { destination, replicate, kept } = scene();
  await replicate.run("acme/text", run);
  let isFlushed = false;
  const flushed = flush().then(() => (isFlushed = true));
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(isFlushed).toBe(false);
  await destination.arrive();
  await flushed;

  expect(kept.ended).toHaveLength(1);
});
