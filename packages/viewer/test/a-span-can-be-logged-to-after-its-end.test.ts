import { initLogger } from "braintrust";
import { expect, it } from "vitest";
import { createCollector } from "braintrust-replicate-viewer";

it("keeps one row with what came before and after, live at every step", async () => {
  const collector = createCollector();
  const server = await collector.listen();
  const logger = initLogger({
    projectName: "late",
    apiKey: "local",
    appUrl: server.url,
    forceLogin: true,
  });
  const span = logger.startSpan({ name: "replicate.run", event: { tags: ["early"] } });
  await logger.flush();
  expect(collector.store.row(span.id)?.metrics).not.toHaveProperty("end");

  span.log({ output: ["a", "b"], metadata: { status: "processing", kept: { deep: 1 } } });
  span.end();
  await logger.flush();
  const atEnd = collector.store.row(span.id);

  span.log({ output: ["c"], metadata: { status: "succeeded", kept: { more: 2 } }, tags: ["late"] });
  await logger.flush();

  expect(collector.store.row(span.id)).toMatchObject({
    output: ["c"],
    metadata: { status: "succeeded", kept: { deep: 1, more: 2 } },
    metrics: atEnd?.metrics,
    tags: ["early", "late"],
    created: atEnd?.created,
  });
  // What was read earlier did not change under the reader.
  expect(atEnd).toMatchObject({ output: ["a", "b"], tags: ["early"] });
  expect(collector.store.rows()).toHaveLength(1);
  await server.close();
});
