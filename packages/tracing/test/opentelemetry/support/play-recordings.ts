import type Replicate from "replicate";
import { collect } from "../../support/collect.ts";

const ASKED = "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b";
const ANSWERED = "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc";
const REFUSED = "73001d654114dad81ec65da3b834e2f691af1e1526453189b7bf36fb3f32d0f9";

const HAIKU = { input: { prompt: "Please write a haiku about llamas" } };
const CORGI = {
  input: {
    prompt: "a studio photo of a rainbow colored corgi",
    width: 512,
    height: 512,
    seed: 42069,
  },
};

/** What the app did when each recording was made. */
export const RECORDED: Readonly<Record<string, (replicate: Replicate) => Promise<unknown>>> = {
  "blocking-text": (replicate) => replicate.run("meta/meta-llama-3-8b-instruct", HAIKU),
  "blocking-text-wait-10": (replicate) =>
    replicate.run("meta/meta-llama-3-8b-instruct", {
      ...HAIKU,
      wait: { mode: "block", timeout: 10 },
    }),
  "blocking-image-data-uri": async (replicate) => {
    for (const version of [ASKED, ANSWERED]) {
      await replicate.models.get("stability-ai", "sdxl");
      await replicate.models.versions.get("stability-ai", "sdxl", version);
      await replicate.run(`stability-ai/sdxl:${version}`, CORGI);
    }
  },
  "create-by-model": async (replicate) => {
    const asked = {
      model: "meta/meta-llama-3-8b-instruct",
      input: { prompt: "write a haiku about llamas" },
    };
    await replicate.predictions.create(asked);
    await replicate.predictions.create(asked);
  },
  cancel: async (replicate) => {
    await replicate.predictions.create({
      model: "meta/llama-2-70b-chat",
      input: { prompt: "Please write a haiku about llamas." },
    });
    await replicate.models.get("stability-ai", "sdxl");
    await replicate.models.versions.get("stability-ai", "sdxl", ASKED);
    const { id } = await replicate.predictions.create({
      version: ASKED,
      input: { prompt: "a studio photo of a rainbow colored corgi" },
    });
    await replicate.predictions.cancel(id);
  },
  "stream-text": (replicate) =>
    collect(
      replicate.stream("meta/llama-2-70b-chat", {
        input: { prompt: "tell me a joke about opentelemetry" },
      }),
    ),
  "training-get": (replicate) => replicate.trainings.get("medrnz3bm5dd6ultvad2tejrte"),
  "training-create-not-found": (replicate) =>
    replicate.trainings
      .create("stability-ai", "sdxl", ASKED, {
        destination: "<invalid>" as `${string}/${string}`,
        input: { input_images: "https://replicate.delivery/pbxt/data.zip" },
      })
      .catch(() => undefined),
  unauthenticated: (replicate) =>
    replicate.run(`stability-ai/stable-diffusion:${REFUSED}`, { input: {} }).catch(() => undefined),
  "file-operations": async (replicate) => {
    const { id } = await replicate.files.create(new Blob([""], { type: "text/plain" }));
    await replicate.files.get(id);
    await replicate.files.list();
    await replicate.files.delete(id);
    await replicate.files.list();
  },
};
