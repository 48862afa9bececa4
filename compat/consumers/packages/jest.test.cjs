const { initLogger } = require("braintrust");
const { flush, wrapReplicate } = require("braintrust-replicate");
const Replicate = require("replicate");

test("a traced run", async () => {
  initLogger({ projectName: "compat" });
  const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));
  const file = new Blob(["bytes of a file"], { type: "text/plain" });
  expect(await replicate.run("demo/json", { input: { file } })).toMatchObject({ label: "harbour" });
  await flush();
});
