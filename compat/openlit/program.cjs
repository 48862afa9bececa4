// Ten executions, traced by one instrumentation or by none. CommonJS, because OpenLIT sees nothing
// of an ES module. Prints how each call ended and how long it took, and every span that was made.
const { createRequire } = require("node:module");
const { setTimeout: sleep } = require("node:timers/promises");

const [, , subject, repositoryPath] = process.argv;
const ofTheRepository = createRequire(repositoryPath);
const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = ofTheRepository(
  "@opentelemetry/sdk-trace-base",
);

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

if (subject === "openlit") {
  const { trace } = require("@opentelemetry/api");
  require("openlit").default.init({
    applicationName: "bench",
    disableMetrics: true,
    disableEvents: true,
    instrumentations: { replicate: require("replicate") },
    pricingJson: {},
  });
  // It makes a provider of its own, to which nothing can be added but so.
  const { _activeSpanProcessor: all } = trace.getTracerProvider().getDelegate();
  all._spanProcessors.push(new SimpleSpanProcessor(exporter));
}
if (subject === "braintrust-replicate") {
  const { ReplicateInstrumentation } = ofTheRepository("braintrust-replicate/opentelemetry");
  new ReplicateInstrumentation({ tracerProvider: provider, captureMessageContent: true });
}

const Replicate = require("replicate");
const baseUrl = process.env.REPLICATE_BASE_URL;
const replicate = new Replicate({ baseUrl, auth: "r8_of_the_bench" });

/** @type {Record<string, () => Promise<unknown>>} */
const EXECUTIONS = {
  text: () => replicate.run("bench/text", { input: { prompt: "the sea" } }),
  "one image": () => replicate.run("bench/image", { input: { prompt: "a heron" } }),
  "two images": () => replicate.run("bench/images", { input: { prompt: "herons" } }),
  "a prompt that is a list": () =>
    replicate.run("bench/text", { input: { prompt: ["the sea", "the tide"] } }),
  "a prompt with <|endoftext|>": () =>
    replicate.run("bench/text", { input: { prompt: "the sea <|endoftext|>" } }),
  "a failure": () => replicate.run("bench/failing", { input: { prompt: "anything" } }),
  "an unknown model": () => replicate.run("bench/nothing", { input: { prompt: "anything" } }),
  "a stream": async () => {
    for await (const _ of replicate.stream("bench/text", { input: { prompt: "the tide" } }));
  },
  "a stream, left early": async () => {
    for await (const _ of replicate.stream("bench/text", { input: { prompt: "rain" } })) break;
  },
  "create and wait": async () => {
    const input = { prompt: "the wind" };
    const created = await replicate.predictions.create({ model: "bench/text", input });
    await replicate.wait(created, { interval: 5 });
  },
};

/** Without the port, which is another one for each subject. */
function firstLine({ message }) {
  const [line = ""] = String(message).split("\n");
  return line.replace(/127\.0\.0\.1:\d+/, "replicate").slice(0, 60);
}

async function main() {
  const report = [];
  for (const [name, execute] of Object.entries(EXECUTIONS)) {
    const before = exporter.getFinishedSpans().length;
    const outcome = await execute().then(
      () => "resolves",
      (error) => `throws ${error.name}: ${firstLine(error)}`,
    );
    await sleep(20);
    const spans = exporter.getFinishedSpans().slice(before);
    report.push({
      name,
      outcome,
      spans: spans.map(({ name: of, attributes, status }) => ({ name: of, attributes, status })),
    });
  }
  const times = [];
  for (let call = 0; call < Number(process.env.CALLS); call += 1) {
    const start = process.hrtime.bigint();
    await EXECUTIONS["text"]();
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  process.stdout.write(`\n${JSON.stringify({ report, times })}\n`, () => process.exit(0));
}

void main();
