import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate, { type Prediction } from "replicate";
import { startStep } from "./progress.ts";

initLogger({ projectName: "Replicate demo" });

const replicate = wrapReplicate(
  new Replicate({
    baseUrl: process.env["REPLICATE_BASE_URL"] ?? "https://api.replicate.com/v1",
    // Files stay URLs: this app passes them on and reads none.
    useFileOutput: false,
  }),
);

await traced(
  async () => {
    await traced(solveARiddle, { name: "solve a riddle" });
    await traced(makeAPodcast, { name: "make a podcast" });
    await traced(enlargeAPicture, { name: "enlarge a picture" });
    const deployment = process.env["REPLICATE_DEPLOYMENT"];
    if (deployment !== undefined) {
      await traced(() => askTheDeployment(deployment), { name: "ask our deployment" });
    }
  },
  { name: "a day at the studio" },
);

/** A text, as it is written. */
async function solveARiddle(): Promise<string> {
  const step = startStep("Streaming a text");
  const model = "meta/meta-llama-3-70b-instruct";
  const { input } = await exampleOf(model);
  let text = "";
  for await (const event of replicate.stream(model, { input })) {
    if (event.event === "output") step.show((text += event.data));
  }
  step.end(text);
  return text;
}

/** The transcript takes its time; the cover is painted meanwhile; the music is not wanted. */
async function makeAPodcast(): Promise<void> {
  const whisper = await exampleOf("openai/whisper");
  const recording = await replicate.predictions.create(whisper);
  await paintTheCover();
  await transcribe(recording);
  await composeTooLong();
}

async function paintTheCover(): Promise<void> {
  const step = startStep("Painting a picture");
  const model = "black-forest-labs/flux-schnell";
  const { input } = await exampleOf(model);
  const pictures = await replicate.run(model, { input }, ({ status }) => step.show(status));
  step.end((pictures as readonly string[]).join(" "));
}

async function transcribe(recording: Prediction): Promise<void> {
  const step = startStep("Waiting for a transcript");
  const done = await replicate.wait(recording, { interval: 200 }, async (seen) => {
    step.show(`${seen.status} …`);
    return false;
  });
  const { transcription } = done.output as { readonly transcription?: string };
  step.end(`${done.status}: ${transcription ?? ""}`);
}

async function composeTooLong(): Promise<void> {
  const step = startStep("Composing music");
  const music = await replicate.predictions.create(await exampleOf("meta/musicgen"));
  step.show("this takes too long, canceling …");
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { status } = await replicate.predictions.cancel(music.id);
  step.end(status);
}

async function enlargeAPicture(): Promise<void> {
  const step = startStep("Enlarging a picture");
  const { version } = await exampleOf("nightmareai/real-esrgan");
  try {
    const image = "https://example.com/notes.txt";
    const larger = await replicate.run(`nightmareai/real-esrgan:${version}`, { input: { image } });
    step.end(JSON.stringify(larger));
  } catch (error) {
    step.end(error instanceof Error ? error.message : String(error));
  }
}

async function askTheDeployment(deployment: string): Promise<void> {
  const step = startStep("Asking a deployment");
  const [owner = "", name = ""] = deployment.split("/");
  const { input } = await exampleOf("meta/meta-llama-3-8b-instruct");
  const created = await replicate.deployments.predictions.create(owner, name, { input });
  const done = await replicate.wait(created, { interval: 200 });
  step.end((done.output as readonly string[]).join(""));
}

/** What the model's page shows: an input that works, and the newest version. */
async function exampleOf(
  model: `${string}/${string}`,
): Promise<{ readonly input: object; readonly version: string }> {
  const [owner = "", name = ""] = model.split("/");
  const { default_example, latest_version } = await replicate.models.get(owner, name);
  return { input: default_example?.input ?? {}, version: latest_version?.id ?? "" };
}
