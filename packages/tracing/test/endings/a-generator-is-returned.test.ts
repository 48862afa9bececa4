import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends on `return()`, however often it is called", async () => {
  const scene = await startScene();
  const stream = tracedClient(createEmulator({ models: testModels() })).stream("acme/drip", {
    input: {},
  });

  await stream.next();
  expect(await stream.return(undefined)).toEqual({ done: true, value: undefined });
  await stream.return(undefined);
  expect(await stream.next()).toEqual({ done: true, value: undefined });

  expect(onlyRow(await scene.rows())).toMatchObject({
    output: "One",
    metadata: { incomplete: "stopped_early" },
  });
  await expectEachEndedOnce(scene);
});

it("ends on `throw()`, and the caller gets what it threw", async () => {
  const scene = await startScene();
  const stream = tracedClient(createEmulator({ models: testModels() })).stream("acme/drip", {
    input: {},
  });
  const problem = new Error("mine");

  await stream.next();
  await expect(stream.throw(problem)).rejects.toBe(problem);

  expect(onlyRow(await scene.rows())).toMatchObject({ metadata: { incomplete: "stopped_early" } });
  await expectEachEndedOnce(scene);
});

it("tells all that was handed out when the steps to `done` were asked for before `return()`", async () => {
  const scene = await startScene();
  const stream = tracedClient(createEmulator({ models: testModels() })).stream("acme/text", {
    input: { prompt: "hi" },
  });

  const steps = Array.from({ length: 6 }, () => stream.next());
  await stream.return(undefined);
  const handedOut = (await Promise.all(steps)).map(({ value }) => String(value ?? ""));

  const row = onlyRow(await scene.rows());
  expect(row.output).toBe(handedOut.join(""));
  expect(row).toMatchObject({ output: "You said: hi", metadata: { status: "succeeded" } });
});

it("makes nothing of a stream that is left before it began", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });

  const stream = tracedClient(emulator).stream("acme/drip", { input: {} });
  await stream.return(undefined);

  expect(emulator.requests).toEqual([]);
  expect(await scene.rows()).toEqual([]);
  await expectEachEndedOnce(scene);
});

it("changes nothing after `done`", async () => {
  const scene = await startScene();
  const stream = tracedClient(createEmulator({ models: testModels() })).stream("acme/text", {
    input: { prompt: "hi" },
  });

  while ((await stream.next()).done !== true);
  await stream.return(undefined);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ output: "You said: hi", metadata: { status: "succeeded" } });
  expect(row).not.toHaveProperty("metadata.incomplete");
  await expectEachEndedOnce(scene);
});
