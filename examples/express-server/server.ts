/** An HTTP server whose every request is a trace: pictures, and poems as they are written. */
import { initLogger, traced } from "braintrust";
import { flush, wrapReplicate } from "braintrust-replicate";
import express, { type Request, type Response } from "express";
import Replicate from "replicate";

const { PORT = "3000", REPLICATE_BASE_URL = "https://api.replicate.com/v1" } = process.env;

initLogger({ projectName: "Replicate examples" });
const replicate = wrapReplicate(
  new Replicate({ baseUrl: REPLICATE_BASE_URL, useFileOutput: false }),
);

const app = express();
app.use(express.json());

app.post("/pictures", async (request, response) => {
  const pictures = await traced(
    () => replicate.run("black-forest-labs/flux-schnell", { input: promptOf(request) }),
    { name: "POST /pictures" },
  );
  response.json({ pictures });
});

app.post("/poems", (request, response) =>
  traced(() => writePoem(request, response), { name: "POST /poems" }),
);

const server = app.listen(Number(PORT), () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : PORT;
  console.log(`http://127.0.0.1:${port}`);
});

process.once("SIGTERM", () => void stop());

/** A server that is told to stop has seconds: what is known must be sent within them. */
async function stop(): Promise<void> {
  server.close();
  await flush({ timeoutMs: 5000 });
  process.exit();
}

async function writePoem(request: Request, response: Response): Promise<void> {
  response.type("text/plain");
  const input = promptOf(request);
  for await (const { event, data } of replicate.stream("meta/meta-llama-3-8b-instruct", {
    input,
  })) {
    // Nobody reads on: the span ends here, as `stopped_early`, with what was delivered.
    if (response.destroyed) break;
    if (event === "output") response.write(data);
  }
  response.end();
}

function promptOf(request: Request): { readonly prompt: string } {
  const { prompt } = request.body as { readonly prompt?: unknown };
  return { prompt: typeof prompt === "string" ? prompt : "a lighthouse in the fog" };
}
