import { expect, it } from "vitest";
import { startServices } from "./support/start-services.ts";

it("has sent everything when the platform kills it", async () => {
  const services = await startServices();

  const { code, stdout, stderr } = await services.start("serverless-handler/invoke.ts", {
    args: ["a ferry at noon"],
  }).ended;

  // Killed by a signal, which is no exit code.
  expect({ code, stderr }).toEqual({ code: null, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({ pictures: [expect.stringMatching(/\.png$/)] });
  const [root] = services.rowsNamed("GET /picture");
  expect(services.rowsNamed("replicate.run")).toMatchObject([
    {
      span_parents: [root?.span_id],
      input: { prompt: "a ferry at noon" },
      output: [expect.stringMatching(/\.png$/) as string],
      metrics: { end: expect.any(Number) as number },
    },
  ]);
  expect(services.collector.store.rows()).toHaveLength(2);
  for (const row of services.collector.store.rows()) expect(row).toHaveProperty("metrics.end");
});
