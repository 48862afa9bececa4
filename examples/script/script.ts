/** Writes a poem and paints its picture: one trace with two executions in it. */
import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const { REPLICATE_BASE_URL = "https://api.replicate.com/v1" } = process.env;
const [subject = "a lighthouse in the fog"] = process.argv.slice(2);

initLogger({ projectName: "Replicate examples" });
const replicate = wrapReplicate(
  // The picture is handed on as a URL; nothing here reads its bytes.
  new Replicate({ baseUrl: REPLICATE_BASE_URL, useFileOutput: false }),
);

await traced(
  async () => {
    const poem = await writePoem();
    const pictures = await replicate.run("black-forest-labs/flux-schnell", {
      input: { prompt: `${poem}, woodcut` },
    });
    console.log("\n");
    console.log(pictures);
  },
  { name: "illustrate a poem" },
);

// Nothing to close: what was traced is sent before the process ends by itself.

/** Prints the text as it is written. */
async function writePoem(): Promise<string> {
  let poem = "";
  const input = { prompt: `Two lines about ${subject}. No preface.`, max_tokens: 80 };
  for await (const { event, data } of replicate.stream("meta/meta-llama-3-8b-instruct", {
    input,
  })) {
    if (event !== "output") continue;
    poem += data;
    process.stdout.write(data);
  }
  return poem;
}
