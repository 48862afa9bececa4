import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const png = readFileSync(process.env.PICTURE);
const digest = async (file) =>
  createHash("sha256")
    .update(Buffer.from(await file.arrayBuffer()))
    .digest("hex");

await traced(
  () =>
    replicate.run("demo/json", {
      input: {
        blob: new Blob([png], { type: "image/png" }),
        file: new File([png], "boat.png", { type: "image/png" }),
        buffer: png,
        uri: `data:image/png;base64,${png.toString("base64")}`,
        nested: {
          list: [new Blob([png], { type: "image/png" }), "https://example.com/harbour.jpg"],
        },
      },
    }),
  { name: "files in" },
);

const digests = await traced(
  async () => {
    const [file] = await replicate.run("e2e/image", { input: { prompt: "a boat" } });
    const [inline] = await replicate.run("e2e/inline-image", { input: { prompt: "a boat" } });
    return [await digest(await file.blob()), await digest(await inline.blob())];
  },
  { name: "files out" },
);

console.log(JSON.stringify(digests));
