// An app of its own: the real Replicate client, traced, with the real Braintrust SDK. It knows of
// the viewer and of the emulator by its environment only.
import { flush, wrapReplicate } from "braintrust-replicate";
import { initLogger, traced } from "braintrust";
import Replicate from "replicate";

const replicate = wrapReplicate(
  new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL, useFileOutput: false }),
);
initLogger({ projectName: process.env.STUDIO_PROJECT ?? "Harbour postcards" });

const steps = {
  letter: () => write("Write a letter about the birds at low tide, with a table of the hours"),
  story: () =>
    replicate.run("tidewater/letters", {
      input: { prompt: "Tell a story of a lighthouse keeper in one sentence", temperature: 0.7 },
    }),
  pictures: () =>
    replicate.run("tidewater/landscape", {
      input: {
        prompt: "Hills above a quiet bay at dusk, woodcut, four colours",
        num_outputs: 4,
        seed: 1,
        aspect_ratio: "1:1",
      },
    }),
  picture: () =>
    replicate.run("tidewater/landscape", {
      input: { prompt: "The same bay by moonlight", num_outputs: 1, seed: 2 },
    }),
  delivered: async () => {
    const { latest_version: version } = await replicate.models.get("tidewater", "delivered");
    return replicate.run(`tidewater/delivered:${version.id}`, {
      input: { prompt: "Two colour studies for the cover" },
    });
  },
  voice: () => replicate.run("tidewater/voice", { input: { text: "Good morning from the pier" } }),
  film: () => replicate.run("tidewater/film", { input: { prompt: "Waves, one second of them" } }),
  describe: () =>
    replicate.run("tidewater/describe", {
      input: {
        image: new Blob([Buffer.from(process.env.STUDIO_PICTURE ?? "", "base64")], {
          type: "image/png",
        }),
        detail: "high",
      },
    }),
  upscale: () =>
    replicate
      .run("tidewater/upscale", { input: { image: "https://example.com/bay.png", scale: 4 } })
      .catch(() => undefined),
  canceled: async () => {
    const music = await replicate.predictions.create({
      model: "tidewater/music",
      input: { prompt: "A shanty for two accordions", duration: 90 },
    });
    await replicate.predictions.cancel(music.id);
  },
  running: () =>
    replicate.predictions.create({
      model: "tidewater/music",
      input: { prompt: "The whole tide as one chord", duration: 300 },
    }),
};

/** @param {string} prompt */
async function write(prompt) {
  let text = "";
  for await (const { event, data } of replicate.stream("tidewater/letters", {
    input: { prompt },
  })) {
    if (event === "output") text += data;
  }
  return text;
}

const wanted = process.argv.slice(2);
await traced(
  async () => {
    await traced(() => inTurn(wanted.filter((step) => step !== "running")), {
      name: "make postcards",
    });
    await inTurn(wanted.filter((step) => step === "running"));
  },
  { name: "a morning at the harbour" },
);
await flush();
// Not by itself: what still runs must stay as it is.
process.exit(0);

/** @param {readonly string[]} names */
async function inTurn(names) {
  for (const name of names) {
    await traced(async () => Reflect.get(steps, name)(), { name });
  }
}
