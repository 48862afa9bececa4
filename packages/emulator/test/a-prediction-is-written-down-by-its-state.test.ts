import { describe, expect, it } from "vitest";
import {
  createEmulator,
  type Clock,
  type Emulator,
  type EmulatorModel,
  type EmulatorOptions,
} from "../src/index.ts";

const API = "https://api.replicate.com/v1";
const MODEL: EmulatorModel = {
  name: "acme/text",
  official: true,
  streaming: true,
  secretInputs: ["api_key"],
  script: {
    queueMs: 1_000,
    steps: [
      { afterMs: 500, output: "one", logs: "working\n" },
      { afterMs: 500, output: " two" },
    ],
    metrics: { output_token_count: 2 },
  },
};

/** A clock that stands still until it is told to move, and whose timers fire on the way. */
class ManualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #timers: { run: () => void; at: number }[] = [];

  now(): number {
    return this.#now;
  }

  setTimer(run: () => void, ms: number): () => void {
    const timer = { run, at: this.#now + ms };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves on as soon as somebody waits for it. */
  async passOnceAwaited(ms: number): Promise<void> {
    while (this.#timers.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    this.pass(ms);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers.filter(({ at }) => at <= this.#now)) timer.run();
  }
}

interface Scene {
  readonly clock: ManualClock;
  readonly emulator: Emulator;
  readonly create: (headers?: Record<string, string>) => Promise<Response>;
  readonly get: (id: string) => Promise<Record<string, unknown>>;
}

function scene(options: EmulatorOptions = {}): Scene {
  const clock = new ManualClock();
  const emulator = createEmulator({ clock, models: [MODEL], ...options });
  const authorization = "Bearer any";
  return {
    clock,
    emulator,
    create: (headers = {}) =>
      emulator.fetch(`${API}/models/acme/text/predictions`, {
        method: "POST",
        headers: { authorization, ...headers },
        body: '{"input":{"prompt":"hi","api_key":"hidden away"}}',
      }),
    async get(id) {
      const response = await emulator.fetch(`${API}/predictions/${id}`, {
        headers: { authorization },
      });
      return (await response.json()) as Record<string, unknown>;
    },
  };
}

async function idOf(response: Response): Promise<string> {
  const { id } = (await response.json()) as { id: string };
  return id;
}

describe("polling", () => {
  it("goes from starting over processing to succeeded", async () => {
    const { clock, create, get } = scene();
    const id = await idOf(await create());
    expect(await get(id)).toMatchObject({ status: "starting", output: null, logs: "" });
    clock.pass(1_600);
    const running = await get(id);
    expect(running).toMatchObject({ status: "processing", output: ["one"], logs: "working\n" });
    expect(running).toHaveProperty("started_at");
    expect(running).not.toHaveProperty("metrics");
    expect(running).not.toHaveProperty("completed_at");
    clock.pass(400);
    expect(await get(id)).toMatchObject({
      status: "succeeded",
      output: ["one", " two"],
      started_at: "2026-01-01T00:00:01.000000Z",
      completed_at: "2026-01-01T00:00:02.000000Z",
      metrics: { predict_time: 1, total_time: 2, output_token_count: 2 },
    });
  });

  it("never shows a secret input", async () => {
    const { create, get } = scene();
    const response = await create();
    expect(await response.clone().text()).not.toContain("hidden away");
    expect(await get(await idOf(response))).toMatchObject({
      input: { prompt: "hi", api_key: "[REDACTED]" },
    });
  });

  it("forgets the data of a prediction", async () => {
    const { clock, create, emulator, get } = scene();
    const id = await idOf(await create());
    clock.pass(2_000);
    emulator.removeData(id);
    expect(await get(id)).toMatchObject({
      data_removed: true,
      input: {},
      output: null,
      logs: null,
    });
  });
});

describe("blocking", () => {
  it("answers processing with the output, and neither times nor metrics", async () => {
    const { clock, create } = scene();
    const pending = create({ prefer: "wait=5" });
    await clock.passOnceAwaited(2_000);
    const response = await pending;
    expect(response.headers.get("preference-applied")).toBe("wait=5");
    const body = (await response.json()) as Record<string, unknown>;
    expect(response.headers.get("location")).toBe((body["urls"] as { get: string }).get);
    expect(body).toMatchObject({ status: "processing", output: ["one", " two"], logs: "" });
    for (const absent of ["started_at", "completed_at", "metrics"]) {
      expect(body).not.toHaveProperty(absent);
    }
  });

  it("answers succeeded with metrics, if asked to be of that flavour", async () => {
    const { clock, create } = scene({ blockingFlavour: "succeeded" });
    const pending = create({ prefer: "wait" });
    await clock.passOnceAwaited(2_000);
    expect(await (await pending).json()).toMatchObject({
      status: "succeeded",
      output: ["one", " two"],
      metrics: { output_token_count: 2 },
    });
  });

  it.each(["starting", "processing"] as const)(
    "answers %s without output when its time runs out",
    async (blockingTimeout) => {
      const { clock, create } = scene({ blockingTimeout });
      const pending = create({ prefer: "wait=1" });
      await clock.passOnceAwaited(1_600);
      expect(await (await pending).json()).toMatchObject({ status: blockingTimeout, output: null });
    },
  );
});

describe("ending early", () => {
  it("writes a cancellation before the start as Replicate does", async () => {
    const { clock, create, emulator } = scene();
    const id = await idOf(await create());
    clock.pass(135);
    const response = await emulator.fetch(`${API}/predictions/${id}/cancel`, {
      method: "POST",
      headers: { authorization: "Bearer any" },
    });
    const text = await response.text();
    expect(text).toContain('"metrics":{"predict_time":3e-06,"total_time":0.135}');
    expect(JSON.parse(text)).toMatchObject({
      status: "canceled",
      output: null,
      logs: null,
      error: null,
      started_at: "2026-01-01T00:00:00.135000Z",
      completed_at: "2026-01-01T00:00:00.135003Z",
    });
  });

  it("leaves out of a cancellation what a later look still shows", async () => {
    const { clock, create, emulator, get } = scene();
    const id = await idOf(await create());
    clock.pass(1_700);
    const response = await emulator.fetch(`${API}/predictions/${id}/cancel`, {
      method: "POST",
      headers: { authorization: "Bearer any" },
    });
    expect(await response.json()).toMatchObject({
      status: "canceled",
      output: null,
      logs: null,
      metrics: { predict_time: 0.7, total_time: 1.7 },
    });
    expect(await get(id)).toMatchObject({ output: ["one"], logs: "working\n" });
  });

  it("aborts at a deadline before the start, cancels at one after it", async () => {
    const { clock, create, get } = scene();
    const [early, late] = [
      await idOf(await create({ "cancel-after": "500ms" })),
      await idOf(await create({ "cancel-after": "1.6s" })),
    ];
    clock.pass(10_000);
    expect(await get(early)).toMatchObject({
      status: "aborted",
      started_at: null,
      deadline: "2026-01-01T00:00:00.500Z",
    });
    expect(await get(late)).toMatchObject({ status: "canceled", output: ["one"] });
  });
});

describe("what a request may be", () => {
  it.each([
    ["an unknown key", '{"input":{},"model":"x"}', "Additional property model is not allowed"],
    ["no input", "{}", "input is required"],
    ["an input of another type", '{"input":[]}', "Invalid type"],
  ])("refuses %s", async (_, body, complaint) => {
    const { emulator } = scene();
    const response = await emulator.fetch(`${API}/models/acme/text/predictions`, {
      method: "POST",
      headers: { authorization: "Bearer any" },
      body,
    });
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.text()).toContain(complaint);
  });

  it("lets unknown keys pass in the older era", async () => {
    const { emulator } = scene({ era: "2024" });
    const response = await emulator.fetch(`${API}/models/acme/text/predictions`, {
      method: "POST",
      headers: { authorization: "Bearer any" },
      body: '{"input":{},"signal":{}}',
    });
    expect(response.status).toBe(201);
  });

  it("tells what a broken script threw", async () => {
    const { create, emulator } = scene();
    const script = (): never => {
      throw new Error("no such voice");
    };
    emulator.addModel({ ...MODEL, script });
    const response = await create();
    expect([response.status, await response.text()]).toEqual([
      500,
      "The emulator failed: no such voice\n",
    ]);
  });

  it("accepts a version in each of its three forms", async () => {
    const { emulator } = scene();
    const id = "b".repeat(64);
    emulator.addModel({ name: "acme/plain", version: id, script: {} });
    const statusFor = async (version: string): Promise<number> => {
      const response = await emulator.fetch(`${API}/predictions`, {
        method: "POST",
        headers: { authorization: "Bearer any" },
        body: JSON.stringify({ version, input: {} }),
      });
      return response.status;
    };
    expect(await statusFor(id)).toBe(201);
    expect(await statusFor(`acme/plain:${id}`)).toBe(201);
    expect(await statusFor("acme/text")).toBe(201);
    expect(await statusFor("acme/plain")).toBe(422);
    expect(await statusFor("c".repeat(64))).toBe(422);
  });

  it("refuses a wrong token and accepts the right one under both schemes", async () => {
    const { fetch } = createEmulator({ token: "right" });
    const statusFor = async (authorization: string): Promise<number> =>
      (await fetch(`${API}/account`, { headers: { authorization } })).status;
    expect(await statusFor("Bearer wrong")).toBe(401);
    expect(await statusFor("Bearer right")).toBe(200);
    expect(await statusFor("Token right")).toBe(200);
  });
});
