// Ends in the manner that its first argument names; the second is `bare` or `traced`.
import { flush as flushBraintrust, initLogger } from "braintrust";
import Replicate from "replicate";
import { flush, wrapReplicate } from "braintrust-replicate";
import { createEmulator } from "replicate-emulator";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

const [ending = "", way] = process.argv.slice(2);
// Rows are sent by flushes alone, or it were chance which of the last ones get out.
if (ending === "leaves a failing run alone") process.env["BRAINTRUST_SYNC_FLUSH"] = "1";
initLogger({ projectName: "tracing" });
const emulator = createEmulator({ models: testModels() });
/** Requests wait for it. */
let held: Promise<void> | undefined;
const fetch: typeof globalThis.fetch = async (...args) => {
  await held;
  return emulator.fetch(...args);
};
const bare = new Replicate({ auth: testToken(), fetch });
const client = way === "traced" ? wrapReplicate(bare) : bare;

const input = { prompt: "hi" };
const forever = (): Promise<never> => new Promise(() => setInterval(() => {}, 1000));

/** Creates a prediction that does not end, and has its row sent. */
async function begin(): Promise<void> {
  await client.predictions.create({ model: "acme/never", input });
  await flush({ timeoutMs: 5000 });
}

const ENDINGS: Readonly<Record<string, () => unknown>> = {
  "exits with a prediction open": async () => {
    await begin();
    process.exit(3);
  },
  "exits before anything was sent": async () => {
    await client.run("acme/text", { input });
    process.exit(0);
  },
  "exits in the midst of a stream": async () => {
    for await (const _ of client.stream("acme/drip", { input })) {
      await flush({ timeoutMs: 5000 });
      process.exit(0);
    }
  },
  "is terminated": async () => {
    await begin();
    process.kill(process.pid, "SIGTERM");
    await forever();
  },
  "is terminated and flushes": async () => {
    process.once("SIGTERM", () => void flush({ timeoutMs: 5000 }).then(() => process.exit(0)));
    await client.run("acme/text", { input });
    await client.predictions.create({ model: "acme/never", input });
    process.kill(process.pid, "SIGTERM");
    await forever();
  },
  "is killed": async () => {
    await begin();
    process.kill(process.pid, "SIGKILL");
    await forever();
  },
  "throws where nobody catches": async () => {
    await begin();
    setTimeout(() => {
      throw new RangeError("of the app's own");
    });
    await forever();
  },
  "leaves a failing run alone": async () => {
    let release = (): void => {};
    held = new Promise((resolve) => (release = resolve));
    void client.run("acme/fails", { input });
    await flush({ timeoutMs: 5000 });
    release();
    await forever();
  },
  "leaves a failing run alone and listens": async () => {
    process.on("unhandledRejection", (reason) => console.log("heard", String(reason)));
    void client.run("acme/fails", { input });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await flushBraintrust();
    process.exit(0);
  },
  "runs out of work": () => begin(),
  "runs out of work without a collector": async () => {
    await client.run("acme/text", { input });
  },
};

await ENDINGS[ending]?.();
