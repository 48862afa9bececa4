/**
 * The same executions over each version of Braintrust's SDK, which the app loads in its own way
 * and which the library must find by itself.
 *
 * @param {{
 *   braintrust: typeof import("braintrust"),
 *   wrapReplicate: typeof import("braintrust-replicate").wrapReplicate,
 *   Replicate: typeof import("replicate").default,
 * }} modules
 */
async function tellStory({ braintrust, wrapReplicate, Replicate }) {
  const { initLogger, startSpan, traced, withParent } = braintrust;
  initLogger({ projectName: "compat" });
  const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }), {
    onSpan: (span) => span.log({ tags: ["compat"] }),
  });

  /** @type {(name: string, work: () => Promise<unknown>) => Promise<string>} */
  const chapter = (name, work) =>
    traced(
      async (span) => {
        await work();
        return span.export();
      },
      { name },
    );

  await chapter("files in", () => {
    const file = new Blob(["bytes of a file"], { type: "text/plain" });
    return replicate.run("demo/json", { input: { file } });
  });
  await chapter("files out", () => replicate.run("compat/inline-image", { input: {} }));
  await chapter("progress", () => {
    const seen = new Set();
    return replicate.run(
      "compat/patient",
      { input: {}, wait: { mode: "poll", interval: 40 } },
      ({ status }) => {
        if (!seen.has(status)) startSpan({ name: `progress: ${status}` }).end();
        seen.add(status);
      },
    );
  });
  await chapter("stream", async () => {
    let text = "";
    for await (const { data } of replicate.stream("demo/text", { input: { prompt: "the tide" } })) {
      text += data;
      if (text === "You") startSpan({ name: "the consumer's own span" }).end();
    }
  });
  await chapter("stream, left early", async () => {
    for await (const _ of replicate.stream("demo/text", { input: { prompt: "rain" } })) break;
  });
  await chapter("failure", () => replicate.run("demo/failing", { input: {} }).catch(() => {}));
  await chapter("create and wait", async () => {
    const created = await replicate.predictions.create({ model: "compat/quick", input: {} });
    await replicate.wait(created, { interval: 20 });
  });
  const slug = await chapter("a parent in another process", () => Promise.resolve());
  await withParent(slug, () => replicate.run("demo/json", { input: {} }));
}

module.exports = { tellStory };
