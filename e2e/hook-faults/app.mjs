// An app that ends with an exit code of its own.
import Replicate from "replicate";

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
process.stdout.write(
  `${JSON.stringify(await replicate.run("demo/text", { input: { prompt: "rain" } }))}\n`,
);
process.exitCode = 3;
