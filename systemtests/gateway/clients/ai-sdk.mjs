// Makes pictures and films with the AI SDK, and prints what the caller got.
import { createReplicate } from "@ai-sdk/replicate";
import { experimental_generateVideo, generateImage } from "ai";

const pixels = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10]);
const replicate = createReplicate({
  apiToken: "r8_token_of_the_system_test",
  baseURL: process.env.REPLICATE_BASE_URL,
  // Files lie on a host that only exists at Replicate.
  fetch: (/** @type {string} */ url, init) =>
    url.startsWith("https://replicate.delivery/")
      ? Promise.resolve(new Response(pixels, { headers: { "content-type": "image/png" } }))
      : fetch(url, init),
});
const found = {};
const { images } = await generateImage({
  model: replicate.image("acme/pictures"),
  prompt: "image",
  maxRetries: 0,
});
found.images = images.length;
const { videos } = await experimental_generateVideo({
  model: replicate.video("acme/film"),
  prompt: "video",
  maxRetries: 0,
  download: async () => ({ data: pixels, mediaType: "video/mp4" }),
});
found.videos = videos.length;
console.log(JSON.stringify(found));
