import Replicate from "replicate";
import { demoModels } from "replicate-emulator";
import { expect, it } from "vitest";
import { startStage, type Stage } from "./support/start-stage.ts";

type Script = (replicate: Replicate) => Promise<unknown>;

/** Ids, times and the addresses of either side differ between any two runs. */
function comparable(value: unknown, { direct, gateway }: Stage): unknown {
  const text = JSON.stringify(value ?? null)
    .replaceAll(gateway.url, "<base>")
    .replaceAll(direct, "<base>")
    .replaceAll(/sealed-[\w-]+|\/v1\/streams\/[\w-]+/g, "<stream>")
    .replaceAll(/\b[a-z0-9]{26}\b/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "<time>")
    .replaceAll(/-+form-?data-undici-\d+|blob_\d+/gi, "<any>")
    .replaceAll(/"(\w+_time)":[\d.e-]+/g, '"$1":0')
    .replaceAll(/[\w-]{40,}/g, "<token>");
  return JSON.parse(text) as unknown;
}

const text = { input: { prompt: "the sea" } };

const SCRIPTS: Readonly<Record<string, Script>> = {
  "run in blocking mode": (replicate) => replicate.run("demo/text", text),
  "run by polling": (replicate) =>
    replicate.run("demo/text", { ...text, wait: { mode: "poll", interval: 20 } }),
  stream: async (replicate) => {
    const events: unknown[] = [];
    for await (const { event, data } of replicate.stream("demo/text", text)) {
      events.push({ event, data });
    }
    return events;
  },
  "create, get, wait": async (replicate) => {
    const created = await replicate.predictions.create({ model: "demo/text", ...text });
    const waited: object = await replicate.wait(created, { interval: 20 });
    const got = await replicate.predictions.get(created.id);
    return { created: Object.keys(created), got: Object.keys(got), waited };
  },
  cancel: async (replicate) => {
    const created = await replicate.predictions.create({ model: "demo/text", ...text });
    return (await replicate.predictions.cancel(created.id)).status;
  },
  "a deployment": async (replicate) => {
    const created = await replicate.deployments.predictions.create("demo", "deployment", text);
    return (await replicate.wait(created, { interval: 20 })).output;
  },
  paginate: async (replicate) => {
    const create = () => replicate.predictions.create({ model: "acme/quick", ...text });
    await Promise.all(Array.from({ length: 120 }, create));
    const pages: unknown[] = [];
    for await (const page of replicate.paginate(() => replicate.predictions.list()))
      pages.push(page.length);
    return pages;
  },
  "models.search with its QUERY": (replicate) => replicate.models.search("text"),
  "models.get": (replicate) => replicate.models.get("demo", "text"),
  "an upload": async (replicate) => {
    const file = await replicate.files.create(new Blob([new Uint8Array(300_000)]), { a: 1 });
    const again = await replicate.files.get(file.id);
    await replicate.files.delete(file.id);
    return { size: again.size, metadata: again.metadata };
  },
  "a failure": (replicate) => replicate.run("demo/failing", text),
  "an unknown model": (replicate) => replicate.run("demo/nothing", text),
  "a wrong input": (replicate) =>
    replicate.predictions.create({ model: "demo/text", input: "no object" as never }),
};

async function outcome(script: Script, through: "direct" | "gateway"): Promise<unknown> {
  const stage = await startStage({
    models: [...demoModels(), { name: "acme/quick", official: true, script: { output: "Hi" } }],
  });
  const base = through === "direct" ? stage.direct : stage.gateway.url;
  const replicate = new Replicate({ auth: "r8_test", baseUrl: `${base}/v1`, useFileOutput: false });
  const result = await script(replicate).then(
    (value) => ({ value }),
    (error: Error) => ({ name: error.name, message: error.message }),
  );
  const requests = stage.emulator.requests.map(({ method, path, headers, text: body }) => {
    const { host: _host, connection: _connection, ...others } = headers;
    return { method, path, headers: others, body };
  });
  return comparable({ result, requests: withoutPolls(requests) }, stage);
}

/** How often a client has to ask depends on the clock. */
function withoutPolls<T extends { readonly method: string; readonly path: string }>(
  requests: readonly T[],
): readonly T[] {
  const isPoll = ({ method, path }: T) => method === "GET" && path.startsWith("/v1/predictions/");
  const first = requests.findIndex(isPoll);
  return requests.filter((request, index) => index <= first || !isPoll(request));
}

it.each(Object.entries(SCRIPTS))("%s", async (_name, script) => {
  const direct = await outcome(script, "direct");
  expect(await outcome(script, "gateway")).toEqual(direct);
});
