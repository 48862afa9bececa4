import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });

const spans = [];
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }), {
  onSpan(span) {
    spans.push(span);
    span.log({ scores: { started: 1 }, tags: ["demo"], metadata: { customer: "acme" } });
  },
});

await traced(
  async () => {
    const output = await replicate.run("e2e/quick", { input: { prompt: "run" } });
    spans[0].log({ scores: { right: output === "quick" ? 1 : 0 } });

    const { id } = await replicate.predictions.create({ model: "e2e/patient", input: {} });
    await replicate.wait({ id }, { interval: 40 });
    spans[1].logFeedback({ scores: { liked: 0.5 }, comment: "good enough", source: "app" });
  },
  { name: "with scores" },
);

console.log(JSON.stringify(spans.map((span) => typeof span.id)));
