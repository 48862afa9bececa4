import { expect, it } from "vitest";
import { startServices } from "./support/start-services.ts";

it("traces pictures, poems and readers who hang up", async () => {
  const services = await startServices();
  const server = services.start("express-server/server.ts", { env: { PORT: "0" } });
  const url = await server.firstLine;

  const picture = await post(`${url}/pictures`, "a ferry");
  expect(await picture.json()).toMatchObject({ pictures: [expect.stringMatching(/\.png$/)] });
  const poem = await post(`${url}/poems`, "read to the end");
  expect(await poem.text()).toMatch(/^Fog .* fog39$/);
  await hangUpDuring(await post(`${url}/poems`, "given up"));
  // The server notices with its next write.
  await new Promise((resolve) => setTimeout(resolve, 500));
  server.process.kill("SIGTERM");

  expect(await server.ended).toMatchObject({ code: 0, stderr: "" });
  const [paint] = services.rowsNamed("POST /pictures");
  const [whole, partial] = services.rowsNamed("POST /poems");
  expect(services.rowsNamed("replicate.run")).toMatchObject([
    { span_parents: [paint?.span_id], input: { prompt: "a ferry" } },
  ]);
  const streams = services.rowsNamed("replicate.stream");
  expect(streams).toMatchObject([
    {
      span_parents: [whole?.span_id],
      output: expect.stringMatching(/ fog39$/) as string,
      metadata: { status: "succeeded" },
    },
    {
      span_parents: [partial?.span_id],
      output: expect.stringMatching(/^Fog/) as string,
      metadata: { incomplete: "stopped_early" },
    },
  ]);
  expect(streams[1]?.output).not.toMatch(/fog39$/);
  for (const row of services.collector.store.rows()) expect(row).toHaveProperty("metrics.end");
});

function post(url: string, prompt: string): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", headers, body: JSON.stringify({ prompt }) });
}

async function hangUpDuring(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
}
