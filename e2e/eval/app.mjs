import { Eval } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const { summary } = await Eval("scenarios", {
  experimentName: "one word",
  maxConcurrency: 1,
  data: () => [
    { input: "hello", expected: "quick" },
    { input: "good-bye", expected: "slow" },
  ],
  task: (prompt) => replicate.run("e2e/quick", { input: { prompt } }),
  scores: [({ output, expected }) => ({ name: "exact", score: output === expected ? 1 : 0 })],
});

console.log(JSON.stringify(summary.scores.exact.score));
