import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { unwrapReplicate, wrapReplicate } from "braintrust-replicate";
import { afterEach, expect, it } from "vitest";
import { collect } from "../support/collect.ts";
import { rowNamed } from "../support/row-named.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

afterEach(() => void unwrapReplicate(Replicate));

const TRACED = "braintrust-replicate.traced=1";
const input = { prompt: "hi" };

/** A `fetch` of an app, and what it was handed. */
function watchedFetch(): { fetch: typeof globalThis.fetch; requests: Request[] } {
  const emulator = createEmulator({ models: testModels() });
  const requests: Request[] = [];
  return {
    requests,
    fetch(url, init) {
      requests.push(new Request(url, init));
      return emulator.fetch(url, init);
    },
  };
}

it("adds no header when nobody asks", async () => {
  await startScene();
  const { fetch, requests } = watchedFetch();
  const replicate = wrapReplicate(new Replicate({ auth: testToken(), fetch }));

  await replicate.run("acme/text", { input });

  expect(requests.length).toBeGreaterThan(0);
  expect(requests.filter(({ headers }) => headers.has("baggage"))).toEqual([]);
  expect(requests.filter(({ headers }) => headers.has("traceparent"))).toEqual([]);
});

it.each(["client", "class"])("tells of every request that it is traced: %s", async (what) => {
  const scene = await startScene();
  const { fetch, requests } = watchedFetch();
  if (what === "class") wrapReplicate(Replicate, { propagate: true });
  const client = new Replicate({ auth: testToken(), fetch });
  const replicate = what === "client" ? wrapReplicate(client, { propagate: true }) : client;

  await replicate.run("acme/text", { input, wait: { mode: "poll", interval: 1 } });
  const { id } = await replicate.predictions.create({ model: "acme/text", input });
  await replicate.wait(await replicate.predictions.get(id), { interval: 1 });
  await replicate.predictions.get(id);
  await replicate.predictions.cancel(id).catch(() => undefined);
  await replicate.models.get("acme", "text");

  const untold = requests.filter(({ headers }) => !headers.get("baggage")?.includes(TRACED));
  expect(untold.map(({ url }) => url)).toEqual([]);
  const run = rowNamed(await scene.rows(), "replicate.run");
  expect(requests[0]?.headers.get("traceparent")).toBe(`00-${run.root_span_id}-${run.span_id}-01`);
  expect(requests[0]?.headers.get("baggage")).toContain("braintrust.parent=");
});

it("keeps the app's own headers, and their form", async () => {
  await startScene();
  const { fetch, requests } = watchedFetch();
  const forms: unknown[] = [];
  const replicate = wrapReplicate(
    new Replicate({
      auth: testToken(),
      fetch(url, init) {
        forms.push(init?.headers);
        return fetch(url, init);
      },
    }),
    { propagate: true },
  );

  await replicate.request("/predictions", {
    method: "POST",
    headers: { Baggage: "tenant=7", "X-Own": "mine" },
    data: { version: "acme/text", input },
  });
  await collect(replicate.stream("acme/text", { input }));

  const own = requests[0]?.headers;
  expect(own?.get("baggage")).toContain("tenant=7");
  expect(own?.get("baggage")).toContain(TRACED);
  expect(own?.get("x-own")).toBe("mine");
  expect(own?.get("content-type")).toBe("application/json");
  expect(forms[0]).toMatchObject({ "X-Own": "mine", "Content-Type": "application/json" });
});
