// The same program for every version of the client: each chapter executes models in one way, below
// a span of its own name, and tells what the caller got.
import { createHash } from "node:crypto";
import { initLogger, startSpan, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";

/**
 * @type {{
 *   package: string,
 *   way: "bare" | "client" | "class" | "hook",
 *   settings: Record<string, unknown>,
 *   chapters: { name: string, options?: Record<string, unknown> }[],
 * }}
 */
const plan = JSON.parse(process.env.COMPAT_PLAN);

/** @type {{ default: typeof import("replicate").default }} */
const { default: Replicate } = await import(plan.package);

initLogger({ projectName: "compat" });
const Client = plan.way === "class" ? wrapReplicate(Replicate) : Replicate;
const client = new Client({ baseUrl: process.env.REPLICATE_BASE_URL, ...plan.settings });
const replicate = plan.way === "client" ? wrapReplicate(client) : client;

const POLL = { wait: { mode: "poll", interval: 40 } };
const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const versionOf = (model) => createHash("sha256").update(`version of ${model}`).digest("hex");

/** What a value is to the caller, files by what is in them. */
async function shown(value) {
  if (value instanceof ReadableStream) {
    const bytes = Buffer.from(await (await value.blob()).arrayBuffer());
    return { file: createHash("sha256").update(bytes).digest("hex"), json: JSON.stringify(value) };
  }
  if (Array.isArray(value)) return Promise.all(value.map(shown));
  return value === undefined ? "undefined" : value;
}

async function settled(promise) {
  try {
    return { resolved: await shown(await promise) };
  } catch (error) {
    return { rejected: `${error.constructor.name} ${error.name}: ${error.message}` };
  }
}

async function read(stream, until = () => false) {
  const events = [];
  try {
    for await (const event of stream) {
      // Clients before 0.28 give an event without a name wherever the network splits one.
      if (event.event === null) continue;
      const text = typeof event.data === "string" ? String(event) : "a file";
      events.push([event.event, await shown(event.data), text]);
      if (until(events)) break;
    }
  } catch (error) {
    return { events, rejected: `${error.constructor.name} ${error.name}: ${error.message}` };
  }
  return { events };
}

/** A prediction as another process would have made it: no client of ours hears of it. */
async function createdElsewhere(model) {
  const response = await fetch(`${process.env.REPLICATE_BASE_URL}/models/${model}/predictions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${process.env.REPLICATE_API_TOKEN}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ input: {} }),
  });
  return response.json();
}

/** @type {Record<string, (options: Record<string, unknown>) => Promise<unknown>>} */
const chapters = {
  "the client itself": async () => ({
    isClient: replicate instanceof Replicate,
    keys: Object.keys(replicate).join(),
    lengths: ["run", "stream", "wait", "request"].map((name) => replicate[name].length),
    stream: Object.prototype.toString.call(replicate.stream("demo/text", { input: {} })),
  }),

  "run, polling": async () => {
    const statuses = new Set();
    const progress = ({ status }) => {
      if (statuses.has(status)) return;
      statuses.add(status);
      startSpan({ name: `progress: ${status}` }).end();
    };
    const input = { prompt: "the sea", temperature: 0.2, max_new_tokens: 64 };
    const result = await settled(replicate.run("compat/patient", { input, ...POLL }, progress));
    return { ...result, statuses: [...statuses] };
  },

  "run, by the default": () => settled(replicate.run("demo/json", { input: { seed: 1 } })),

  "run, blocking": (options) =>
    settled(replicate.run("demo/text", { input: { prompt: "the tide" }, ...options })),

  "run of a version": () =>
    settled(
      replicate.run(`compat/versioned:${versionOf("compat/versioned")}`, { input: {}, ...POLL }),
    ),

  "run that fails": () => settled(replicate.run("demo/failing", { input: { n: 1 }, ...POLL })),

  "run of nothing": () => settled(replicate.run("acme/nothing", { input: {} })),

  "run of a bad reference": () => settled(replicate.run("nothing", { input: {} })),

  "run, aborted by its signal": async () => {
    const controller = new AbortController();
    const statuses = [];
    const run = replicate.run(
      "compat/endless",
      { input: {}, signal: controller.signal, ...POLL },
      ({ status }) => {
        if (statuses.at(-1) !== status) statuses.push(status);
        if (status === "processing") controller.abort();
      },
    );
    return { ...(await settled(run)), statuses };
  },

  "run with files": () => {
    const blob = new Blob(["bytes of a blob"], { type: "text/plain" });
    const buffer = Buffer.from("bytes of a buffer");
    return settled(replicate.run("demo/json", { input: { blob, nested: [buffer] }, ...POLL }));
  },

  "run that gives files": () => settled(replicate.run("compat/image", { input: {}, ...POLL })),

  "run that gives inline files": () =>
    settled(replicate.run("compat/inline-image", { input: {}, ...POLL })),

  stream: () => read(replicate.stream("demo/text", { input: { prompt: "the tide" } })),

  "stream, left early": () =>
    read(
      replicate.stream("demo/text", { input: { prompt: "rain" } }),
      (events) => events.length === 5,
    ),

  "stream, aborted by its signal": async () => {
    const controller = new AbortController();
    const { signal } = controller;
    return read(replicate.stream("compat/interrupted", { input: {}, signal }), ({ length }) => {
      if (length === 3) controller.abort();
      return false;
    });
  },

  "stream that fails": () => read(replicate.stream("compat/breaking", { input: {} })),

  "stream of a model that has none": () => read(replicate.stream("demo/json", { input: {} })),

  "stream of files": (options) =>
    read(replicate.stream("compat/file-stream", { input: {}, ...options })),

  "create and wait": async () => {
    const created = await replicate.predictions.create({ model: "compat/quick", input: { n: 1 } });
    const { status, output } = await replicate.wait(created, { interval: 20 });
    return { created: created.status, status, output };
  },

  "create and get": async () => {
    let prediction = await replicate.predictions.create({
      version: versionOf("compat/versioned"),
      input: { n: 2 },
    });
    while (prediction.status !== "succeeded") {
      await later(30);
      prediction = await replicate.predictions.get(prediction.id);
    }
    await replicate.predictions.get(prediction.id);
    return prediction.output;
  },

  "create and cancel": async () => {
    const { id } = await replicate.predictions.create({ model: "compat/endless", input: {} });
    return (await replicate.predictions.cancel(id)).status;
  },

  "create, blocking": async (options) => {
    const create = { model: "compat/quick", input: {}, ...options };
    const { status, output } = await replicate.predictions.create(create);
    return { status, output };
  },

  "create, aborted by its signal": () =>
    settled(
      replicate.predictions.create({
        model: "compat/quick",
        input: {},
        signal: AbortSignal.abort(),
      }),
    ),

  "create without a model": () => settled(replicate.predictions.create({ input: {} })),

  deployment: async () => {
    const input = { prompt: "a letter" };
    const created = await replicate.deployments.predictions.create("acme", "writer", { input });
    return (await replicate.wait(created, { interval: 40 })).output;
  },

  "deployment, blocking": async (options) => {
    const create = { input: { prompt: "a letter" }, ...options };
    return (await replicate.deployments.predictions.create("acme", "writer", create)).output;
  },

  training: async () => {
    let training = await replicate.trainings.create(
      "demo",
      "trainable",
      versionOf("demo/trainable"),
      {
        destination: "acme/trained",
        input: { train_data: "https://example.com/data.zip" },
      },
    );
    while (training.status !== "succeeded") {
      await later(40);
      training = await replicate.trainings.get(training.id);
    }
    return training.output;
  },

  "training, canceled": async () => {
    const model = "compat/endless-training";
    const { id } = await replicate.trainings.create(...model.split("/"), versionOf(model), {
      destination: "acme/trained",
      input: {},
    });
    return (await replicate.trainings.cancel(id)).status;
  },

  "made elsewhere": async () => {
    const { id } = await createdElsewhere("demo/json");
    await later(60);
    await replicate.predictions.get(id);
    const { output } = await replicate.predictions.get(id);
    const waited = await replicate.wait(await createdElsewhere("compat/quick"), { interval: 20 });
    const endless = await createdElsewhere("compat/endless");
    const { status } = await replicate.predictions.cancel(endless.id);
    return { output, waited: waited.output, status };
  },

  "no executions": async () => {
    const { name } = await replicate.models.get("demo", "text");
    const pages = [];
    for await (const page of replicate.paginate(() => replicate.predictions.list()))
      pages.push(page.length);
    await replicate.trainings.list();
    return { name, pages };
  },
};

const results = {};
for (const { name, options = {} } of plan.chapters) {
  results[name] = await traced(() => chapters[name](options), { name });
}
console.log(JSON.stringify(results));
