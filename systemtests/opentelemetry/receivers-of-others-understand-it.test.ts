import { createEmulator, demoModels } from "replicate-emulator";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { runApp } from "../../e2e/support/run-app.ts";
import { startCollector, startTap, type Received } from "./support/receivers.ts";
import { virtualEnvironment } from "./support/virtual-environment.ts";

beforeAll(() => void virtualEnvironment());

const RECEIVERS = { oteltap: startTap, rotel: startCollector };

it.each<readonly [encoding: string, receiver: keyof typeof RECEIVERS]>([
  ["http/protobuf", "oteltap"],
  ["http/protobuf", "rotel"],
  ["http/json", "rotel"],
])("spans and metrics arrive as they were sent, by %s at %s", async (encoding, receiver) => {
  const received = await RECEIVERS[receiver]();

  await runAnApp(received.url, encoding);

  const enough = ({ spans, metrics }: Received): boolean =>
    spans.length >= 5 && metrics.length >= 5;
  const { spans, metrics } = await received.when(enough);
  const names = [...spans].map(({ name }) => name).sort((one, other) => (one < other ? -1 : 1));
  expect(names).toEqual([
    "generate_content acme/nothing",
    "generate_content demo/failing",
    "text_completion demo/text",
    "text_completion demo/text",
    "text_completion demo/text",
  ]);
  expect(spans.every(({ isOfClient }) => isOfClient)).toBe(true);
  const run = spans.find(
    ({ attributes }) => attributes["gen_ai.request.temperature"] !== undefined,
  );
  expect(run?.attributes).toMatchObject({
    "gen_ai.operation.name": "text_completion",
    "gen_ai.request.temperature": 0.25,
    "gen_ai.request.max_tokens": 64,
    "gen_ai.request.stop_sequences": ["###"],
    "server.port": expect.any(Number) as number,
    "replicate.prediction.id": expect.stringMatching(/^[a-z\d]{26}$/) as string,
  });
  const stream = spans.find(({ attributes }) => attributes["gen_ai.request.stream"] === true);
  expect(stream?.attributes["gen_ai.response.time_to_first_chunk"]).toBeGreaterThan(0);
  const failed = spans.find(({ name }) => name === "generate_content demo/failing");
  expect(failed?.statusMessage).toBe("The model ran out of memory (E1001)");
  expect(metrics).toEqual(
    expect.arrayContaining([
      "gen_ai.client.operation.duration s",
      "gen_ai.client.operation.time_to_first_chunk s",
      "gen_ai.client.token.usage {token}",
      "replicate.predict_time s",
      "replicate.queue_time s",
    ]),
  );
});

async function runAnApp(endpoint: string, protocol: string): Promise<void> {
  const emulator = createEmulator({ models: demoModels() });
  const server = await emulator.listen();
  onTestFinished(() => server.close());
  const path = new URL("app.mjs", import.meta.url).pathname;
  const env = {
    PATH: process.env["PATH"],
    REPLICATE_API_TOKEN: "r8_of_the_systemtest",
    REPLICATE_BASE_URL: server.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_METRICS_EXPORTER: "otlp",
    OTEL_LOGS_EXPORTER: "none",
  };
  const result = await runApp(path, { env });
  expect(result).toMatchObject({ code: 0, stderr: "" });
}
