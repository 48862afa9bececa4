import { createEmulator } from "replicate-emulator";
import { flush } from "braintrust-replicate";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { onlyRow } from "../support/only-row.ts";
import { openExecutions } from "../support/open-executions.ts";
import { rememberingSink } from "../support/remembering-sink.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

/** Has a sink in use that is flushed like this, until the test is over. */
function flushed({ sinkThat }: { readonly sinkThat: () => Promise<void> }): void {
  const sink = { ...rememberingSink(), flush: sinkThat };
  onTestFinished(() => {
    sink.flush = () => Promise.resolve();
  });
  tracedClient(createEmulator({ models: testModels() }), { sinks: [sink] });
}

it("flushes what is open, and ends nothing", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));
  const stream = client.stream("acme/drip", { input: { prompt: "hi" } });
  await stream.next();

  await flush();

  const row = onlyRow(scene.collector.store.rows());
  expect(row).toMatchObject({ input: { prompt: "hi" }, metadata: { status: "starting" } });
  expect(row).not.toHaveProperty("metrics.end");
  expect(openExecutions()).toBe(1);
  await stream.return(undefined);
});

it("sends files with a flush that comes right after the result", async () => {
  const scene = await startScene();
  const uri = `data:text/plain;base64,${Buffer.from("a file").toString("base64")}`;
  const client = tracedClient(createEmulator({ models: testModels() }));

  await client.run("acme/text", { input: { prompt: "hi", image: uri } });
  await flush();

  const row = onlyRow(scene.collector.store.rows());
  expect(row).toHaveProperty("metrics.end");
  const { key } = (row.input as { image: { key: string } }).image;
  const kept = scene.collector.store.attachment(key)?.bytes ?? [];
  expect(Buffer.from(kept).toString()).toBe("a file");
});

describe("with a sink that fails", () => {
  const failures: ReadonlyArray<readonly [how: string, flush: () => Promise<void>]> = [
    [
      "at once",
      () => {
        throw new Error("no flush at once");
      },
    ],
    ["later", () => Promise.reject(new Error("no flush later"))],
  ];

  it.each(failures)("waits for the others when it fails %s, and says so", async (how, fails) => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    onTestFinished(() => said.mockRestore());
    let sent = false;
    const slow = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      sent = true;
    };
    flushed({ sinkThat: fails });
    flushed({ sinkThat: slow });

    await flush();

    expect(sent).toBe(true);
    expect(said.mock.calls.flat()).toEqual([
      `braintrust-replicate: flushing failed: Error: no flush ${how}`,
    ]);
  });
});

it("waits as long as it is told, also without an end", async () => {
  let sent = false;
  flushed({
    sinkThat: async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      sent = true;
    },
  });

  await flush({ timeoutMs: Infinity });

  expect(sent).toBe(true);
});

it.each([
  [-1, "-1"],
  [Number.NaN, "NaN"],
  ["soon", '"soon"'],
  [null, "null"],
])("refuses to flush within %s", async (timeoutMs, shown) => {
  await expect(flush({ timeoutMs: timeoutMs as number })).rejects.toThrow(
    `option \`timeoutMs\` must be a number of 0 or above; got ${shown}`,
  );
});
