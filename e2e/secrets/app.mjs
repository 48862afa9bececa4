import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const baseUrl = process.env.REPLICATE_BASE_URL;
const { SECRET, REPLICATE_API_TOKEN } = process.env;

initLogger({ projectName: "scenarios" });

await traced(
  async () => {
    const replicate = wrapReplicate(new Replicate({ baseUrl }));
    await replicate.run("demo/secret", { input: { prompt: "hello", api_key: SECRET } });
    await replicate.run("demo/json", {
      input: { prompt: `my token is ${REPLICATE_API_TOKEN}`, nested: { password: SECRET } },
    });
  },
  { name: "secrets" },
);

await traced(
  async () => {
    const replicate = wrapReplicate(new Replicate({ baseUrl }), {
      redact: (path, value) => (path === "input.prompt" ? "[PROMPT]" : value),
    });
    await replicate.run("e2e/quick", { input: { prompt: SECRET, seed: 7 } });
  },
  { name: "redacted by the app" },
);

await traced(
  async () => {
    const replicate = wrapReplicate(new Replicate({ baseUrl }), { captureInput: false });
    await replicate.run("e2e/quick", { input: { prompt: SECRET } });
    await replicate.run("demo/failing", { input: { prompt: SECRET } }).catch(() => {});
  },
  { name: "without inputs" },
);

await traced(
  async () => {
    const replicate = wrapReplicate(new Replicate({ baseUrl }), { captureOutput: false });
    await replicate.run("demo/text", { input: { prompt: "told to nobody" } });
    for await (const _ of replicate.stream("demo/text", { input: { prompt: "nor this" } }));
  },
  { name: "without outputs" },
);
