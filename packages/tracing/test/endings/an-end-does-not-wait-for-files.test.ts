import { flush } from "braintrust";
import { createEmulator, dataUri, pngFile } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { tracedClient } from "../support/traced-client.ts";

it("is flushed by the SDK's own flush, right after the call; the file follows", async () => {
  const scene = await startScene();
  const emulator = createEmulator({
    models: [{ name: "acme/painter", official: true, script: { output: dataUri("png", 7) } }],
  });
  const client = tracedClient(emulator);

  await client.run("acme/painter", { input: { prompt: "a heron" } });
  await flush();

  const ended = scene.collector.store.rows();
  expect(onlyRow([...ended]).metrics).toHaveProperty("end");

  const { output } = onlyRow(await scene.rows());
  expect(output).toMatchObject({ type: "braintrust_attachment", content_type: "image/png" });
  const { key } = output as { readonly key: string };
  expect(Buffer.from(scene.collector.store.attachment(key)?.bytes ?? []).equals(pngFile(7))).toBe(
    true,
  );
  await expectEachEndedOnce(scene);
});
