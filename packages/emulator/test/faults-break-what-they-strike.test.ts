import Replicate from "replicate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator, type Listening } from "../src/index.ts";

const MODELS = [
  {
    name: "acme/text",
    official: true,
    streaming: true,
    script: { steps: ["one", " two", " three"].map((output) => ({ output })) },
  },
];

const CREATE = "/v1/models/acme/text/predictions";
const STREAMS = "/v1/streams/*";

describe.each(["in process", "over a socket"])("faults %s", (where) => {
  let emulator: Emulator;
  let listening: Listening | undefined;
  let replicate: Replicate;
  let fetch: typeof globalThis.fetch;
  let base: string;

  beforeEach(async () => {
    emulator = createEmulator({ models: MODELS });
    listening = where === "in process" ? undefined : await emulator.listen();
    fetch = listening === undefined ? emulator.fetch : globalThis.fetch;
    base = listening?.origin ?? "https://api.replicate.com";
    replicate = new Replicate({ auth: "any", fetch, baseUrl: `${base}/v1` });
  });
  afterEach(() => listening?.close());

  const create = (init: RequestInit = {}): Promise<Response> =>
    fetch(`${base}${CREATE}`, {
      method: "POST",
      headers: { authorization: "Bearer any" },
      body: '{"input":{}}',
      ...init,
    });

  const streamed = async (): Promise<string[]> => {
    const seen: string[] = [];
    try {
      for await (const { event, data } of replicate.stream("acme/text", { input: {} })) {
        seen.push(`${event} ${data}`);
      }
    } catch (error) {
      seen.push(`threw ${(error as Error).message}`);
    }
    return seen;
  };

  it("resets the connection before the response", async () => {
    emulator.fault({ kind: "reset-before-response" });
    await expect(create()).rejects.toMatchObject({
      name: "TypeError",
      message: "fetch failed",
      cause: { code: "ECONNRESET" },
    });
    expect(emulator.predictions.list()).toHaveLength(0);
    expect((await create()).status).toBe(201);
  });

  it("does the work before it resets the connection, if asked to", async () => {
    emulator.fault({ kind: "reset-before-response", handled: true });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(emulator.predictions.list()).toHaveLength(1);
  });

  it("resets the connection in the middle of a body", async () => {
    emulator.fault({ kind: "reset-mid-body", afterBytes: 10, path: CREATE });
    const response = await create();
    expect(response.status).toBe(201);
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(
      '{"id":"'.padEnd(7) + idStart(),
    );
    await expect(reader?.read()).rejects.toMatchObject({
      name: "TypeError",
      message: "terminated",
    });
  });

  const idStart = (): string => String(emulator.predictions.list()[0]?.id).slice(0, 3);

  it("answers another status, with what is known of it", async () => {
    emulator.fault({ kind: "status", status: 429, retryAfter: 7 });
    const throttled = await create();
    expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(await throttled.json()).toMatchObject({ status: 429, retry_after: 7 });
    emulator.fault({ kind: "status", status: 503 });
    const unavailable = await create();
    expect([unavailable.status, unavailable.statusText]).toEqual([503, "Service Unavailable"]);
    expect(await unavailable.text()).toBe("Service Unavailable\n");
    emulator.fault({ kind: "status", status: 402, body: { detail: "pay" } });
    expect(await (await create()).json()).toEqual({ detail: "pay" });
  });

  it("lets a body drip", async () => {
    emulator.fault({ kind: "slow-drip", bytes: 100, everyMs: 5 });
    const before = performance.now();
    const { length } = await (await create()).text();
    expect(performance.now() - before).toBeGreaterThan(Math.floor(length / 100) * 4);
  });

  it("hangs until the caller gives up, with the caller's reason", async () => {
    emulator.fault({ kind: "hang" });
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 20);
    await expect(create({ signal: controller.signal })).rejects.toBe(reason);
  });

  it("answers late", async () => {
    emulator.fault({ kind: "delay", ms: 30 });
    const before = performance.now();
    expect((await create()).status).toBe(201);
    expect(performance.now() - before).toBeGreaterThan(25);
  });

  it("sends half of the JSON", async () => {
    emulator.fault({ kind: "malformed-json" });
    await expect((await create()).json()).rejects.toThrow(SyntaxError);
  });

  it("puts nonsense between the events of a stream", async () => {
    emulator.fault({ kind: "malformed-sse", path: STREAMS });
    const { urls } = (await (await create()).json()) as { urls: { stream: string } };
    const text = await (await fetch(urls.stream)).text();
    expect(text).toContain("event output\ndata\n");
    expect(text).toContain("event: done");
  });

  it("closes a stream without its last event", async () => {
    emulator.fault({ kind: "sse-without-done", path: STREAMS });
    expect(await streamed()).toEqual(["output one", "output  two", "output  three"]);
    emulator.fault({ kind: "sse-without-done", afterOutputs: 1, path: STREAMS });
    expect(await streamed()).toEqual(["output one"]);
  });

  it("ends a stream with an error event", async () => {
    emulator.fault({ kind: "sse-error-event", afterOutputs: 2, detail: "GPU", path: STREAMS });
    expect(await streamed()).toEqual(["output one", "output  two", 'threw {"detail":"GPU"}']);
  });

  it("breaks a stream off", async () => {
    emulator.fault({ kind: "reset-mid-body", afterBytes: 60, path: STREAMS });
    expect((await streamed()).at(-1)).toBe("threw terminated");
  });

  it("strikes the requests it is for, and those alone", async () => {
    const remove = emulator.fault({
      kind: "status",
      status: 500,
      method: "POST",
      nth: 2,
      times: 2,
    });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++) statuses.push((await create()).status);
    expect(statuses).toEqual([201, 500, 500, 201]);
    remove();
    const forget = emulator.fault({ kind: "status", status: 500, path: /predictions$/ });
    forget();
    expect((await create()).status).toBe(201);
  });
});
