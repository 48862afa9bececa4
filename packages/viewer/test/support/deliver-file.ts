import { file } from "replicate-emulator";
import type { Emulator } from "replicate-emulator";

/** Has an emulator make a picture and answers where its listener at `origin` serves it. */
export async function deliver(
  emulator: Emulator,
  origin: string,
): Promise<{ readonly url: string; readonly bytes: Uint8Array }> {
  emulator.addModel({ name: "acme/picture", official: true, script: { output: file("png", 1) } });
  const created = await emulator.fetch(
    "https://api.replicate.com/v1/models/acme/picture/predictions",
    {
      method: "POST",
      headers: { authorization: "Bearer any", "content-type": "application/json", prefer: "wait" },
      body: JSON.stringify({ input: {} }),
    },
  );
  const { output } = (await created.json()) as { output: string };
  const bytes = new Uint8Array(await (await emulator.fetch(output)).arrayBuffer());
  return { url: `${origin}/delivery${new URL(output).pathname}`, bytes };
}
