import { initLogger } from "braintrust";
import { expect, it } from "vitest";
import { createCollector } from "braintrust-replicate-viewer";

it.each(["PUT", "POST"] as const)(
  "stores rows that were uploaded by %s",
  async (overflowUpload) => {
    const collector = createCollector({ maxPayloadBytes: 2_000, overflowUpload });
    const server = await collector.listen();
    const overflows: string[] = [];
    const logger = initLogger({
      projectName: "large",
      apiKey: "local",
      appUrl: server.url,
      forceLogin: true,
      fetch: (input, init) => {
        const path = new URL(input instanceof Request ? input.url : input).pathname;
        if (path.startsWith("/overflow/")) overflows.push(init?.method ?? "GET");
        return fetch(input, init);
      },
    });
    logger.log({ input: "small" });
    await logger.flush();
    expect(overflows).toEqual([]);

    logger.log({ output: "long ".repeat(2_000) });
    await logger.flush();

    expect(overflows).toEqual([overflowUpload]);
    expect(collector.store.rows()).toMatchObject([
      { input: "small" },
      { output: "long ".repeat(2_000) },
    ]);
    await server.close();
  },
);

it("answers a repeated post of an upload without storing it twice", async () => {
  const collector = createCollector();
  const post = (path: string, body: unknown): Promise<Response> =>
    collector.fetch(
      new Request(`http://local${path}`, { method: "POST", body: JSON.stringify(body) }),
    );
  const asked: unknown = await (await post("/logs3/overflow", { rows: [] })).json();
  const { key, signedUrl } = asked as { key: string; signedUrl: string };
  const rows = { type: "logs3_overflow", key, size_bytes: 30 };
  expect((await post("/logs3", { rows })).status).toBe(400);

  const body = JSON.stringify({ rows: [{ id: "a", tags: ["x"] }] });
  await collector.fetch(new Request(signedUrl, { method: "PUT", body }));
  expect((await post("/logs3", { rows })).status).toBe(200);
  collector.store.clear();
  expect((await post("/logs3", { rows })).status).toBe(200);
  expect(collector.store.rows()).toEqual([]);
});
