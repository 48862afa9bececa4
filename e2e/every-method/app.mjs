import { initLogger, startSpan, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));
/** @type {Record<string, unknown>} */
const results = {};

/** @type {(name: string, work: () => Promise<unknown>) => Promise<void>} */
async function chapter(name, work) {
  results[name] = await traced(work, { name });
}

async function messageOf(promise) {
  return promise.then(
    () => "no error",
    (error) => error.message.replace(/127\.0\.0\.1:\d+/, "host"),
  );
}

await chapter("run, blocking", () =>
  replicate.run("demo/text", {
    input: { prompt: "the sea", temperature: 0.2, max_new_tokens: 64, stop_sequences: "###" },
  }),
);

await chapter("run, polling, with spans of the progress below it", async () => {
  const seen = new Set();
  return replicate.run(
    "e2e/patient",
    { input: { prompt: "wait" }, wait: { mode: "poll", interval: 40 } },
    ({ status }) => {
      if (seen.has(status)) return;
      seen.add(status);
      startSpan({ name: `progress: ${status}` }).end();
    },
  );
});

await chapter("run of a version", () =>
  replicate.run(process.env.VERSIONED, { input: { prompt: "hello" } }),
);

await chapter("stream", async () => {
  let text = "";
  for await (const { event, data } of replicate.stream("demo/text", {
    input: { prompt: "the tide" },
  })) {
    if (event === "output") text += data;
    if (text === data) startSpan({ name: "the consumer's own span" }).end();
  }
  return text;
});

await chapter("stream, left early", async () => {
  let text = "";
  for await (const { data } of replicate.stream("demo/text", { input: { prompt: "rain" } })) {
    text += data;
    if (text.length > 20) break;
  }
  return text;
});

await chapter("create and wait", async () => {
  const created = await replicate.predictions.create({
    model: "e2e/quick",
    input: { prompt: "one" },
  });
  return (await replicate.wait(created, { interval: 20 })).status;
});

await chapter("create and get until it is done", async () => {
  let prediction = await replicate.predictions.create({
    model: "e2e/patient",
    input: { prompt: "two" },
  });
  while (prediction.status !== "succeeded") {
    await new Promise((resolve) => setTimeout(resolve, 40));
    prediction = await replicate.predictions.get(prediction.id);
  }
  await replicate.predictions.get(prediction.id);
  return prediction.output;
});

await chapter("create and cancel", async () => {
  const { id } = await replicate.predictions.create({ model: "e2e/endless", input: {} });
  return (await replicate.predictions.cancel(id)).status;
});

await chapter("deployment", async () => {
  const created = await replicate.deployments.predictions.create("acme", "writer", {
    input: { prompt: "a letter" },
  });
  return (await replicate.wait(created, { interval: 20 })).status;
});

await chapter("training", async () => {
  let training = await replicate.trainings.create("demo", "trainable", process.env.TRAINABLE, {
    destination: "acme/trained",
    input: { train_data: "https://example.com/data.zip" },
  });
  while (training.status !== "succeeded") {
    await new Promise((resolve) => setTimeout(resolve, 40));
    training = await replicate.trainings.get(training.id);
  }
  return training.status;
});

await chapter("failure", () =>
  messageOf(replicate.run("demo/failing", { input: { prompt: "anything" } })),
);

await chapter("refused input", () => messageOf(replicate.run("demo/text", { input: {} })));

await chapter("unknown model", () => messageOf(replicate.run("acme/nothing", { input: {} })));

await chapter("no executions", async () => {
  await replicate.models.get("demo", "text");
  await replicate.predictions.list();
  for await (const _ of replicate.paginate(() => replicate.predictions.list()));
  await replicate.files.list();
  return (await replicate.accounts.current()).type;
});

console.log(JSON.stringify(results));
