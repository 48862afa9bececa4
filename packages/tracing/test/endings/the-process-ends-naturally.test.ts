import { expect, it } from "vitest";
import { rowNamed } from "../support/row-named.ts";
import { runProgram } from "../support/run-program.ts";
import { startScene } from "../support/start-scene.ts";

it("ends what is open, and keeps the process alive for nothing", async () => {
  const scene = await startScene();

  const { code, stdout, stderr } = await runProgram("leaves-executions-open", scene.appUrl);

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  // The sweeping timer runs every 30 seconds.
  expect(Number(stdout)).toBeLessThan(10_000);
  const rows = scene.collector.store.rows();
  const create = rowNamed(rows, "replicate.predictions.create");
  expect(create).toMatchObject({
    input: { prompt: "hi" },
    span_parents: [rowNamed(rows, "app").span_id],
    metadata: { status: "starting", incomplete: "process_exit" },
    metrics: { end: expect.any(Number) as number },
  });
  expect(create).not.toHaveProperty("error");
  expect(rowNamed(rows, "replicate.stream")).toMatchObject({
    output: "One",
    metadata: { incomplete: "process_exit" },
    metrics: { end: expect.any(Number) as number },
  });
}, 30_000);
