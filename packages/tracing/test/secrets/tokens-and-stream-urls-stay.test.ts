import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { pathsHolding } from "../support/paths-holding.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";
import { tracedClient } from "../support/traced-client.ts";

const token = testToken();
const everywhere = [token, /r8_[A-Za-z0-9]/];

it("never records the token, wherever an app or a model puts it", async () => {
  const scene = await startScene();
  const emulator = createEmulator({
    models: [
      {
        name: "acme/echo",
        official: true,
        streaming: true,
        script: ({ prompt }) => ({
          steps: [{ logs: `using ${String(prompt)}\n` }, { output: `I got ${String(prompt)}` }],
          metrics: { note: String(prompt), [token]: 1 },
        }),
      },
      {
        name: "acme/leaks",
        official: true,
        script: ({ prompt }) => ({
          steps: [{ logs: `Authorization: Bearer ${String(prompt)}\n` }],
          error: `401 for https://example.com/?auth=${String(prompt)}`,
          output: { [String(prompt)]: [String(prompt)] },
        }),
      },
    ],
  });
  const client = tracedClient(emulator);
  const input = {
    prompt: token,
    image: `https://example.com/${token}/a.png?token=${token}`,
    nested: { list: [`Bearer ${token}`], [token]: "as a key" },
  };

  const wait = { mode: "poll", interval: 1 } as const;
  await client.run("acme/echo", { input, wait });
  const stream = client.stream("acme/echo", { input });
  while ((await stream.next()).done !== true);
  await client.run("acme/leaks", { input, wait }).catch(() => undefined);
  const failing = await client.predictions.create({ model: "acme/leaks", input });
  await client.predictions.get(failing.id);
  await client.run(`${token}/${token}` as "a/b", { input }).catch(() => undefined);

  const rows = await scene.rows();
  expect(rows).toHaveLength(5);
  expect(pathsHolding(rows, everywhere)).toEqual([]);
  expect(pathsHolding(await scene.written(), everywhere)).toEqual([]);
  expect(rows[2]).toMatchObject({ metadata: { logs: expect.any(String) as string } });
});

it("never records the token that the client itself sends as an input", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  // A bug of the client's data-uri strategy sends the client in place of the input.
  const other = tracedClient(emulator);
  Object.assign(other, { fileEncodingStrategy: "data-uri" });

  const { id } = await other.predictions.create({ model: "acme/text", input: { prompt: "hi" } });
  await tracedClient(emulator).predictions.get(id);

  expect(emulator.requests[0]?.text.includes(token)).toBe(true);
  expect(pathsHolding(await scene.rows(), everywhere)).toEqual([]);
});

it("never records a token of another form that the client was given", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);
  const auth = "own-proxys-password";
  Object.assign(client, { auth });

  await client.run("acme/text", { input: { prompt: `say ${auth}` } });

  const rows = await scene.rows();
  expect(rows).toHaveLength(1);
  expect(pathsHolding(rows, [auth])).toEqual([]);
});

it("never records the secret of webhooks, nor an authorization of any scheme", async () => {
  const scene = await startScene();
  const secret = ["whsec", "Mf0KQ9".repeat(5)].join("_");
  const password = "QWxhZGRpbjpvcGVu";
  const prompt = `${secret} then Authorization: Basic ${password} then authorization=Token ${password}`;

  const client = tracedClient(createEmulator({ models: testModels() }));
  await client.run("acme/text", { input: { prompt } });
  await client.webhooks.default.secret.get().catch(() => undefined);

  const rows = await scene.rows();
  expect(rows).toHaveLength(1);
  expect(pathsHolding(rows, [secret, password, "whsec_"])).toEqual([]);
});

it("never records the URL of a stream, whatever its host", async () => {
  const scene = await startScene();
  const secret = "elsewhere.example/s/7c1d";
  const answer = {
    id: "abcdefghij0123456789abcdef",
    status: "starting",
    input: {},
    urls: { stream: `https://${secret}` },
  };
  const fetch = (url: unknown): Promise<Response> =>
    Promise.resolve(
      String(url).includes(secret)
        ? new Response("gone", { status: 410 })
        : Response.json(answer, { status: 201 }),
    );

  const stream = tracedClient({ fetch }).stream("acme/text", { input: {} });

  await expect(stream.next()).rejects.toMatchObject({ name: "ApiError" });
  const rows = await scene.rows();
  expect(rows).toMatchObject([{ error: expect.stringContaining("410") as string }]);
  expect(pathsHolding(rows, [secret])).toEqual([]);
});

it("never records the URL of a stream in an error of the client's", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  emulator.fault({ kind: "status", status: 404, path: "/v1/streams/*" });

  const stream = tracedClient(emulator).stream("acme/text", { input: { prompt: "hi" } });

  await expect(stream.next()).rejects.toThrow("/v1/streams/");
  expect(pathsHolding(await scene.rows(), ["/v1/streams/"])).toEqual([]);
});
