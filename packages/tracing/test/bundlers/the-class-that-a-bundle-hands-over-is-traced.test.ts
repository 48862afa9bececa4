import { traceBundled } from "braintrust-replicate/bundled";
import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { unwrapReplicate, wrapReplicate } from "braintrust-replicate";
import { afterEach, expect, it, vi } from "vitest";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

afterEach(() => {
  unwrapReplicate(Replicate);
  vi.restoreAllMocks();
});

it("makes one span, although the app wraps its client as well", async () => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });

  traceBundled(Replicate);
  traceBundled(Replicate);
  const replicate = wrapReplicate(new Replicate({ auth: testToken(), fetch }));
  await replicate.run("acme/text", { input: { prompt: "hi" } });

  expect(onlyRow(await scene.rows()).span_attributes?.name).toBe("replicate.run");
});

it("is reported and does no harm when it is not what it should be", () => {
  const said: string[] = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => void said.push(line));
  for (const exported of [undefined, null, {}, class Other {}]) traceBundled(exported);
  expect(said.length).toBeGreaterThan(0);
  for (const line of said) expect(line).toMatch(/^braintrust-replicate: .*takes a client/);
});
