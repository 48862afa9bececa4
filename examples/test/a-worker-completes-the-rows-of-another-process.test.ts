import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startServices } from "./support/start-services.ts";

it("makes one row of a prediction that two processes saw", async () => {
  const services = await startServices();
  const folder = mkdtempSync(join(tmpdir(), "queue-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const env = { QUEUE: join(folder, "queue.txt") };

  const args = ["a ferry at noon", "a ferry at night"];
  const enqueued = await services.start("queue-worker/enqueue.ts", { args, env }).ended;
  expect(enqueued).toMatchObject({ code: 0, stderr: "" });
  expect(services.rowsNamed("replicate.predictions.create")).toMatchObject([
    { metadata: { incomplete: "process_exit" } },
    { metadata: { incomplete: "process_exit" } },
  ]);
  const worked = await services.start("queue-worker/work.ts", { env }).ended;

  expect(worked).toMatchObject({ code: 0, stderr: "" });
  const [root] = services.rowsNamed("enqueue pictures");
  const rows = services.rowsNamed("replicate.predictions.create");
  expect(rows).toMatchObject(
    args.map((prompt) => ({
      span_parents: [root?.span_id],
      input: { prompt },
      output: [expect.stringMatching(/^https:\/\/replicate\.delivery\//)],
      metadata: { status: "succeeded", incomplete: null },
      metrics: { image_count: 1, end: expect.any(Number) as number },
    })),
  );
  expect(services.collector.store.rows()).toHaveLength(3);
});
