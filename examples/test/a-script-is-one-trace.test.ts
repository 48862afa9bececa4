import { expect, it } from "vitest";
import { startServices } from "./support/start-services.ts";

it("writes a poem and paints its picture in one trace", async () => {
  const services = await startServices();

  const { code, stdout, stderr } = await services.start("script/script.ts", {
    args: ["a ferry"],
  }).ended;

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(
    /^Fog fog1 .* fog39\s+\[\s*'https:\/\/replicate\.delivery\/\S+\.png'\s*\]\n$/,
  );
  const [root] = services.rowsNamed("illustrate a poem");
  expect(services.rowsNamed("replicate.stream")).toMatchObject([
    {
      span_parents: [root?.span_id],
      input: { prompt: "Two lines about a ferry. No preface.", max_tokens: 80 },
      output: expect.stringMatching(/^Fog fog1 .* fog39$/) as string,
      metadata: { model: "meta/meta-llama-3-8b-instruct", max_tokens: 80, status: "succeeded" },
      metrics: {
        end: expect.any(Number) as number,
        time_to_first_token: expect.any(Number) as number,
      },
    },
  ]);
  expect(services.rowsNamed("replicate.run")).toMatchObject([
    {
      span_parents: [root?.span_id],
      output: [expect.stringMatching(/^https:\/\/replicate\.delivery\//) as string],
      metadata: { model: "black-forest-labs/flux-schnell" },
      metrics: { end: expect.any(Number) as number },
    },
  ]);
  expect(services.collector.store.rows()).toHaveLength(3);
});
