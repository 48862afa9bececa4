/** LangChain has no option for the API's address, so its requests are sent elsewhere on their way. */
function redirectReplicate() {
  const original = globalThis.fetch;
  globalThis.fetch = (url, options) =>
    original(
      new URL(url).href.replace("https://api.replicate.com/v1", process.env.REPLICATE_BASE_URL),
      options,
    );
}

async function textOf(stream) {
  let text = "";
  for await (const chunk of await stream) text += chunk;
  return text;
}

/** Each chapter is a span of the app, and what the app got. */
exports.play = async function play(Replicate, { initLogger, traced }) {
  redirectReplicate();
  initLogger({ projectName: "compat" });
  const told = {};
  const chapter = async (name, work) => {
    told[name] = await traced(work, { name });
  };
  const model = (name) => new Replicate({ model: name, promptKey: "prompt" });

  await chapter("invoke", () => model("demo/text").invoke("the sea"));
  await chapter("stream", () => textOf(model("demo/text").stream("rain")));
  await chapter("stream, left early", async () => {
    const words = [];
    for await (const chunk of await model("demo/text").stream("rain")) {
      words.push(chunk);
      if (words.length === 3) break;
    }
    return words.join("");
  });
  await chapter("stream that fails", () =>
    textOf(model("compat/breaking").stream("rain")).catch(({ message }) => `threw: ${message}`),
  );
  await chapter("stream whose failure LangChain does not tell", () =>
    textOf(model("compat/silently-failing").stream("rain")),
  );
  await chapter("two at once", () =>
    Promise.all(["one", "two"].map((prompt) => model("demo/text").invoke(prompt))).then(
      (answers) => answers.length,
    ),
  );
  console.log(JSON.stringify(told));
};
