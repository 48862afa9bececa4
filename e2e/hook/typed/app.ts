// The same, to be translated by a loader.
import Replicate from "replicate";

const baseUrl: string = process.env["REPLICATE_BASE_URL"] ?? "";
const replicate: Replicate = new Replicate({ baseUrl });
await replicate.run("demo/json", { input: { n: 1 } });
