// One program for every place that an app can run in: a run, a stream that is left early, a
// prediction that is created and polled, a deployment and a failure. It uses nothing but the
// language and the client, so that Node, Bun, Deno, workerd and browsers run it as it stands, in a
// bundle or out of one, and with every supported version of the client.

/** How long to wait between two looks at a prediction, in milliseconds. */
const POLL = { wait: { mode: "poll", interval: 40 } };

/**
 * Plays the scenario and tells what the caller got. What it must leave behind is
 * `expected.span-tree.txt`, below a span named `scenario` that whoever calls this starts.
 *
 * @param {new (options: Record<string, unknown>) => any} Replicate
 * @param {{ baseUrl: string, auth: string, settings?: Record<string, unknown>, trace?: (client: any) => any }} where
 *   `settings` are further options of the client; `trace` is for places in which the client is
 *   wrapped by hand.
 */
export async function scenario(
  Replicate,
  { baseUrl, auth, settings = {}, trace = (client) => client },
) {
  const replicate = trace(new Replicate({ baseUrl, auth, ...settings }));
  return {
    run: await replicate.run("demo/json", { input: { image: "a harbour" }, ...POLL }),
    stream: await firstWords(replicate),
    prediction: await createdAndPolled(replicate),
    deployment: await deployed(replicate),
    failure: await messageOf(replicate.run("demo/failing", { input: { n: 1 }, ...POLL })),
  };
}

async function firstWords(replicate) {
  let text = "";
  let count = 0;
  for await (const { event, data } of replicate.stream("demo/text", {
    input: { prompt: "the sea" },
  })) {
    // Clients before 0.28 give an event without a name wherever the network splits one.
    if (event !== "output") continue;
    text += data;
    count += 1;
    if (count === 3) break;
  }
  return text;
}

async function createdAndPolled(replicate) {
  let prediction = await replicate.predictions.create({
    model: "demo/trainable",
    input: { prompt: "A greeting" },
  });
  while (prediction.status === "starting" || prediction.status === "processing") {
    await new Promise((resolve) => setTimeout(resolve, 40));
    prediction = await replicate.predictions.get(prediction.id);
  }
  return prediction.output;
}

async function deployed(replicate) {
  const created = await replicate.deployments.predictions.create("acme", "writer", {
    input: { prompt: "a letter" },
  });
  const { output } = await replicate.wait(created, { interval: 40 });
  return output.join("");
}

async function messageOf(promise) {
  try {
    await promise;
    return "no failure";
  } catch (error) {
    return error.message;
  }
}
