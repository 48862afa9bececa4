import { initLogger } from "braintrust";
import { flush, wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { expect, test } from "vitest";

test("a traced run", async () => {
  initLogger({ projectName: "compat" });
  const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));
  const file = new Blob(["bytes of a file"], { type: "text/plain" });
  expect(await replicate.run("demo/json", { input: { file } })).toMatchObject({ label: "harbour" });
  await flush();
});
