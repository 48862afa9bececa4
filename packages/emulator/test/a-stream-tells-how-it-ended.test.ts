import { expect, it } from "vitest";
import { createEmulator, file, type Emulator, type EmulatorModel } from "../src/index.ts";

const API = "https://api.replicate.com/v1";
const HEADERS = { authorization: "Bearer any" };

interface Created {
  readonly id: string;
  readonly urls: { readonly stream: string };
}

async function create(emulator: Emulator, name: string): Promise<Created> {
  const response = await emulator.fetch(`${API}/models/${name}/predictions`, {
    method: "POST",
    headers: HEADERS,
    body: '{"input":{}}',
  });
  return (await response.json()) as Created;
}

async function streamed(model: Omit<EmulatorModel, "name">): Promise<string> {
  const emulator = createEmulator({ models: [{ name: "acme/m", official: true, ...model }] });
  const { urls } = await create(emulator, "acme/m");
  const response = await emulator.fetch(urls.stream);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  return (await response.text()).replace(/^id: \d+:(\d+)$/gm, "id: $1");
}

it("greets, numbers its events, splits lines and says goodbye", async () => {
  const text = await streamed({ streaming: true, script: { steps: [{ output: "a\n\nb" }] } });
  expect(text).toBe(
    ": hi\n\nevent: output\nid: 0\ndata: a\ndata: \ndata: b\n\nevent: done\nid: 1\ndata: {}\n\n:408: 408 Request Timeout\n\n",
  );
});

it("sends an error and then done, when the model fails", async () => {
  const text = await streamed({ streaming: true, script: { error: "no memory" } });
  expect(text).toContain('event: error\nid: 0\ndata: {"detail":"no memory"}\n');
  expect(text).toContain('event: done\nid: 1\ndata: {"reason":"error"}\n');
});

it("sends done alone when a failure is to be told that way", async () => {
  const script = { error: "no memory", streamFailure: "done-only" } as const;
  const text = await streamed({ streaming: true, script });
  expect(text).not.toContain("event: error");
  expect(text).toContain('data: {"reason":"error"}');
});

it("sends logs when told to", async () => {
  const steps = [{ logs: "loading" }, { output: "x" }];
  expect(await streamed({ streaming: true, script: { steps } })).not.toContain("event: logs");
  const text = await streamed({ streaming: true, script: { steps, streamLogs: true } });
  expect(text).toContain("event: logs\nid: 0\ndata: loading\n");
});

it("sends the URLs of files below /v1/files", async () => {
  const emulator = createEmulator({
    models: [
      { name: "acme/m", official: true, streaming: "files", script: { output: [file("png", 1)] } },
    ],
  });
  const { urls } = await create(emulator, "acme/m");
  expect(urls.stream).toMatch(/^https:\/\/stream\.replicate\.com\/v1\/files\/[a-z]{4}-\w+$/);
  const text = await (await emulator.fetch(urls.stream)).text();
  const [, url] = /^data: (https:.*)$/m.exec(text) ?? [];
  expect((await emulator.fetch(url ?? "")).headers.get("content-type")).toBe("image/png");
});

it("ends with a cancellation, even of a model that would never end", async () => {
  const emulator = createEmulator({
    models: [
      {
        name: "acme/m",
        official: true,
        streaming: true,
        script: { steps: [{ output: "x" }], neverEnds: true },
      },
    ],
  });
  const { id, urls } = await create(emulator, "acme/m");
  const reading = (await emulator.fetch(urls.stream)).text();
  await new Promise((resolve) => setTimeout(resolve, 10));
  await emulator.fetch(`${API}/predictions/${id}/cancel`, { method: "POST", headers: HEADERS });
  const text = await reading;
  expect(text).toContain('data: {"reason":"canceled"}');
  const [, lastOutput] = /event: output\nid: (\S+)/.exec(text) ?? [];
  const again = await emulator.fetch(urls.stream);
  expect(await again.text()).toBe(text);
  const rest = await emulator.fetch(urls.stream, {
    headers: { "last-event-id": lastOutput ?? "" },
  });
  expect(await rest.text()).not.toContain("event: output");
});
