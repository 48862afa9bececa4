import Replicate from "replicate";
import { createCollector, type CollectedRow } from "braintrust-replicate-viewer";
import { createEmulator, demoModels } from "replicate-emulator";
import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { startTestGateway } from "./support/start-stage.ts";

afterEach(() => vi.unstubAllEnvs());

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const input = { prompt: "the sea" };

/** What a collector is sent of one run through a gateway that is told of it by variables alone. */
async function exported(
  variables: Readonly<Record<string, string>>,
): Promise<readonly CollectedRow[]> {
  const emulator = createEmulator({ models: demoModels() });
  const replicate = await emulator.listen();
  onTestFinished(() => replicate.close());
  const collector = createCollector();
  const receiver = await collector.listen();
  onTestFinished(() => receiver.close());
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url);
  vi.stubEnv("OTEL_METRICS_EXPORTER", "none");
  vi.stubEnv("OTEL_BSP_SCHEDULE_DELAY", "50");
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const gateway = await startTestGateway(replicate.origin, {}, { braintrustKey: undefined });
  const client = new Replicate({ auth: "r8_test", baseUrl: `${gateway.url}/v1` });
  await client.request("/models/demo/text/predictions", {
    method: "POST",
    headers: { Prefer: "wait", traceparent: `00-${TRACE}-${SPAN}-01` },
    data: { input },
  });
  await gateway.close();
  return collector.store.rows();
}

it.each(["http/protobuf", "http/json"])(
  "as spans of the conventions, by %s, below the caller's span",
  async (protocol) => {
    const rows = await exported({ OTEL_EXPORTER_OTLP_PROTOCOL: protocol });

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ root_span_id: TRACE, span_parents: [SPAN] });
    expect(JSON.stringify(rows[0])).toContain("demo/text");
    expect(JSON.stringify(rows[0])).not.toContain("r8_test");
  },
);

it.each([{ OTEL_SDK_DISABLED: "true" }, { OTEL_TRACES_EXPORTER: "none" }])(
  "not where the variables say so: %j",
  async (variables) => {
    expect(await exported(variables)).toEqual([]);
  },
);

it("and traffic flows when nobody is there to take them", async () => {
  expect(await exported({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" })).toEqual([]);
});
