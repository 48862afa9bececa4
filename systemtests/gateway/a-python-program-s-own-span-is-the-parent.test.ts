import { expect, it } from "vitest";
import { pythonWith } from "./support/python.ts";
import { startSystemStage } from "./support/system-stage.ts";

const plain = await pythonWith("replicate-1", ["replicate==1.0.7"]);
const instrumented = await pythonWith("opentelemetry", [
  "replicate==1.0.7",
  "opentelemetry-sdk",
  "opentelemetry-instrumentation-httpx",
]);

const ENV = { REPLICATE_API_TOKEN: "r8_token_of_the_system_test" };

it("by an httpx event hook", async () => {
  const stage = await startSystemStage();
  const { url } = await stage.startGateway();
  expect(await plain.run("own_span.py", { ...ENV, REPLICATE_BASE_URL: url })).toBe(
    "Once upon a time",
  );
  const [row] = await stage.rowsOf(1);
  expect(row).toMatchObject({
    root_span_id: "0af7651916cd43dd8448eb211c80319c",
    span_parents: ["b7ad6b7169203331"],
    output: "Once upon a time",
  });
  for (const { headers } of stage.emulator.requests) expect(headers).not.toHaveProperty("baggage");
});

it("by OpenTelemetry's instrumentation of httpx", async () => {
  const stage = await startSystemStage();
  const { url } = await stage.startGateway();
  const printed = await instrumented.run("opentelemetry_span.py", {
    ...ENV,
    REPLICATE_BASE_URL: url,
  });
  const { output, trace } = printed as { output: string; trace: string };
  expect(output).toBe("Once upon a time");
  const [row] = await stage.rowsOf(1);
  expect(row).toMatchObject({ root_span_id: trace, output });
  expect(row?.["span_parents"]).toHaveLength(1);
});
