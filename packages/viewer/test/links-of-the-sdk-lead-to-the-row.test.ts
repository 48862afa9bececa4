import { initLogger } from "braintrust";
import { expect, it } from "vitest";
import { createCollector } from "braintrust-replicate-viewer";

it("answers link() and permalink() with the row and its trace", async () => {
  const collector = createCollector();
  const server = await collector.listen();
  const logger = initLogger({
    projectName: "links",
    apiKey: "local",
    appUrl: server.url,
    forceLogin: true,
  });
  const span = logger.startSpan({ name: "order" });
  const child = span.startSpan({ name: "replicate.run" });
  child.end();
  span.end();
  await logger.flush();

  for (const link of [span.link(), await span.permalink()]) {
    expect(link.startsWith(`${server.url}/app/local/`)).toBe(true);
    const answer: unknown = await (await fetch(link)).json();
    expect(answer).toMatchObject({
      row: { id: span.id, span_attributes: { name: "order" } },
      trace: [{ id: span.id }, { id: child.id }],
    });
  }
  const unknown = await fetch(`${server.url}/app/local/object?id=none`);
  expect(unknown.status).toBe(404);
  await server.close();
});
