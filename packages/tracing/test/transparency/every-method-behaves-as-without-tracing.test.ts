import type { Page, Prediction } from "replicate";
import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import { drain } from "./support/streams.ts";

const TEXT = "acme/text";
const TEXT_VERSION = "b".repeat(64);

tellsTheSameStory("predictions", {
  "are created by model": ({ replicate }) =>
    replicate.predictions.create({ model: TEXT, input: { a: 1 } }),
  "are created by version": ({ replicate }) =>
    replicate.predictions.create({ version: "a".repeat(64), input: {} }),
  "are created with a wait": ({ replicate }) =>
    replicate.predictions.create({ model: TEXT, input: {}, wait: true }),
  "are created with seconds to wait": ({ replicate }) =>
    replicate.predictions.create({ model: TEXT, input: {}, wait: 1.5 }),
  "are created with a stream and webhooks": ({ replicate }) =>
    replicate.predictions.create({
      model: TEXT,
      input: {},
      stream: true,
      webhook: "https://example.com/hook",
      webhook_events_filter: ["start", "completed"],
    }),
  "are created by two calls at once": {
    spans: 2,
    does: ({ replicate }) =>
      Promise.all([
        replicate.predictions.create({ model: TEXT, input: { a: 1 } }),
        replicate.predictions.create({ model: "acme/json", input: { a: 2 } }),
      ]),
  },
  "are got": async ({ replicate, note }) => {
    const { id } = await replicate.predictions.create({ model: TEXT, input: {} });
    for (let poll = 0; poll < 6; poll++) note("got", await replicate.predictions.get(id));
  },
  "are got though somebody else created them": async ({ replicate, emulator, note }) => {
    await emulator.fetch("https://api.replicate.com/v1/models/acme/text/predictions", {
      method: "POST",
      headers: { authorization: "Bearer other" },
      body: JSON.stringify({ input: {} }),
    });
    const id = emulator.predictions.list()[0]?.id ?? "";
    note("got", await replicate.predictions.get(id), await replicate.predictions.get(id));
  },
  "are canceled": async ({ replicate }) => {
    const { id } = await replicate.predictions.create({ model: "acme/endless", input: {} });
    return [await replicate.predictions.cancel(id), await replicate.predictions.get(id)];
  },
  "are waited for": async ({ replicate, note }) => {
    const created = await replicate.predictions.create({ model: TEXT, input: {} });
    return replicate.wait(created, { interval: 1 }, async (prediction) => {
      note("stop?", prediction);
      return false;
    });
  },
  "are waited for until enough is seen": async ({ replicate }) => {
    const created = await replicate.predictions.create({ model: "acme/endless", input: {} });
    return replicate.wait(created, { interval: 1 }, async () => true);
  },
  "are returned as they are when there is nothing to wait for": async ({ replicate, note }) => {
    const done = await replicate.predictions.create({ model: "acme/quick", input: {}, wait: true });
    note("same object", (await replicate.wait(done, {})) === done);
  },
  "reject creation that is aborted": ({ replicate, atRequest }) => {
    const controller = new AbortController();
    atRequest(1, () => controller.abort());
    const { signal } = controller;
    return replicate.predictions.create({ model: TEXT, input: {}, signal });
  },
  "reject creation that was aborted before, with the caller's reason": async (stage) => {
    const reason = new Error("mine");
    try {
      await stage.replicate.predictions.create({
        model: TEXT,
        input: {},
        signal: AbortSignal.abort(reason),
      });
    } catch (error) {
      stage.note("the caller's own", error === reason);
    }
  },
});

tellsTheSameStory("what is no prediction", {
  "is not got": { spans: 0, does: ({ replicate }) => replicate.predictions.get("unknown") },
  "is not canceled": { spans: 0, does: ({ replicate }) => replicate.predictions.cancel("unknown") },
  "is not got without an id": {
    spans: 0,
    does: ({ replicate }) => replicate.predictions.get(undefined as never),
  },
  "is no training": { spans: 0, does: ({ replicate }) => replicate.trainings.get("unknown") },
});

tellsTheSameStory("a prediction of another client", {
  "is got with an abort": async ({ replicate, atRequest, note }) => {
    const { id } = await replicate.predictions.create({ model: TEXT, input: {} });
    const controller = new AbortController();
    atRequest(2, () => controller.abort(new Error("enough")));
    note("got", await replicate.predictions.get(id, { signal: controller.signal }));
  },
});

tellsTheSameStory("deployments", {
  "run predictions": ({ replicate }) =>
    replicate.deployments.predictions.create("acme", "fast", { input: { a: 1 }, wait: 2 }),
  "that do not exist run none": ({ replicate }) =>
    replicate.deployments.predictions.create("acme", "none", { input: {} }),
  "are read and listed": {
    spans: 0,
    does: async ({ replicate }) => [
      await replicate.deployments.get("acme", "fast"),
      await replicate.deployments.list(),
    ],
  },
});

tellsTheSameStory("trainings", {
  "are created, read, canceled and listed": async ({ replicate, note }) => {
    const created = await replicate.trainings.create("acme", "text", TEXT_VERSION, {
      destination: "acme/tuned",
      input: { data: "https://example.com/data.zip" },
    });
    note("created", created);
    note("got", await replicate.trainings.get(created.id));
    note("canceled", await replicate.trainings.cancel(created.id));
    note("listed", await replicate.trainings.list());
  },
  "without options are refused": ({ replicate }) =>
    replicate.trainings.create("acme", "text", TEXT_VERSION, undefined as never),
});

tellsTheSameStory("a request by hand", {
  "returns the response itself": {
    spans: 0,
    does: async ({ replicate, note }) => {
      const response = await replicate.request("/models", { method: "GET" });
      note("response", response, Object.keys(response), response instanceof Response);
      note("body", await response.json());
      note("used", response);
    },
  },
  "may read the response as text, which tells tracing nothing": {
    spans: 0,
    does: async ({ replicate, note }) => {
      const route = "/models/acme/text/predictions";
      const response = await replicate.request(route, { method: "POST", data: { input: {} } });
      note("text", await response.text());
    },
  },
  "may read the response twice, by a copy": async ({ replicate, note }) => {
    const route = "/models/acme/text/predictions";
    const response = await replicate.request(route, { method: "POST", data: { input: {} } });
    note("json", await response.clone().json(), await response.json());
    note("used", response);
  },
  "may not read the response twice": async ({ replicate }) => {
    const route = "/models/acme/text/predictions";
    const response = await replicate.request(route, { method: "POST", data: { input: {} } });
    await response.json();
    return response.json();
  },
  "sends parameters and headers": {
    spans: 0,
    does: async ({ replicate }) => {
      const response = await replicate.request("/models", {
        method: "GET",
        params: { a: "1", b: "x y" },
        headers: { "X-Mine": "yes" },
      });
      return response.json();
    },
  },
  "takes a URL": async ({ replicate }) => {
    const { id } = await replicate.predictions.create({ model: TEXT, input: {} });
    const url = new URL(`https://api.replicate.com/v1/predictions/${id}`);
    return (await replicate.request(url, { method: "GET" })).json();
  },
  "without options is refused": {
    spans: 0,
    does: ({ replicate }) => replicate.request("/models", undefined as never),
  },
  "without a route is refused": {
    spans: 0,
    does: ({ replicate }) => replicate.request(undefined as never, { method: "GET" }),
  },
});

tellsTheSameStory("what is no execution", {
  "is paginated": {
    spans: 0,
    does: async ({ replicate, emulator, note }) => {
      for (let index = 0; index < 120; index++) {
        emulator.addModel({ name: `many/model-${index}`, script: {} });
      }
      for await (const page of replicate.paginate(() => replicate.models.list())) {
        note("page", page.length, page[0]);
      }
    },
  },
  "is listed, read and searched": {
    spans: 0,
    does: async ({ replicate }) => [
      await replicate.models.list(),
      await replicate.models.get("acme", "text"),
      await replicate.models.versions.list("acme", "text"),
      await replicate.models.versions.get("acme", "text", TEXT_VERSION),
      await replicate.models.search("image"),
      await replicate.predictions.list(),
      await replicate.collections.list(),
      await replicate.hardware.list(),
      await replicate.accounts.current(),
    ],
  },
  "is uploaded, read, listed and deleted": {
    spans: 0,
    does: async ({ replicate, note }) => {
      const file = await replicate.files.create(new File(["hello"], "a.txt"), { a: 1 });
      note("files", file, await replicate.files.get(file.id), await replicate.files.list());
      note("deleted", await replicate.files.delete(file.id));
      note("buffer", await replicate.files.create(Buffer.from("hello")));
      return replicate.files.create("hello" as never);
    },
  },
});

tellsTheSameStory("a generator of pages", {
  "is handed the method itself": {
    spans: 0,
    does: (stage) => {
      const { list } = stage.replicate.predictions as { list: () => Promise<Page<Prediction>> };
      return drain(stage, stage.replicate.paginate(list));
    },
  },
});
