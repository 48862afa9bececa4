// Uses the generated client, and prints what the caller got.
import Replicate from "replicate-stainless";

const replicate = new Replicate({ bearerToken: "r8_token_of_the_system_test" });
const input = (prompt) => ({ input: { prompt } });
const found = {};

found.run = await replicate.run("acme/text", input("run"));
const created = await replicate.predictions.create({ version: "acme/text", ...input("create") });
let prediction = created;
while (prediction.status === "starting" || prediction.status === "processing") {
  prediction = await replicate.predictions.get({ prediction_id: created.id });
}
found.created = [prediction.status, prediction.output];
const slow = await replicate.predictions.create({ version: "acme/slow", ...input("cancel") });
found.canceled = (await replicate.predictions.cancel({ prediction_id: slow.id })).status;
found.listed = 0;
for await (const one of replicate.predictions.list()) if (one.id) found.listed += 1;
found.failed = await replicate.run("acme/failing", input("failing")).then(
  () => "no error",
  (error) => error.constructor.name,
);
console.log(JSON.stringify(found));
