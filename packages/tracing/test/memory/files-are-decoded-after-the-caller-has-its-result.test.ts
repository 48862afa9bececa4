import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { tracedClient } from "../support/traced-client.ts";

it("the caller has its result before any file of it is touched", async () => {
  const scene = await startScene();
  const picture = `data:image/png;base64,${Buffer.alloc(1_000_000, "picture").toString("base64")}`;
  const emulator = createEmulator({
    models: [{ name: "acme/picture", official: true, script: { output: [picture, picture] } }],
  });
  const filesHandedOver = async (): Promise<number> =>
    JSON.stringify(await scene.written()).split("braintrust_attachment").length - 1;

  await tracedClient(emulator).run("acme/picture", { input: {} });

  expect(await filesHandedOver()).toBe(0);
  const file = { type: "braintrust_attachment", content_type: "image/png" };
  expect(onlyRow(await scene.rows())).toMatchObject({ output: [file, file] });
  expect(await filesHandedOver()).toBe(2);
});
