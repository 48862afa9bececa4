// What the README's commands start.
import Replicate from "replicate";

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
await replicate.run("demo/json", { input: { n: 1 } });
