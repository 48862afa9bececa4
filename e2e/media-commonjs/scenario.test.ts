import { pngFile } from "replicate-emulator";
import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { digest, PICTURE, RECEIVED, startMediaScenario, uploaded } from "../support/media.ts";
import type { Scenario } from "../support/scenario.ts";

let scenario: Scenario;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  ({ scenario, env } = await startMediaScenario(import.meta.url));
});
afterEach(() => scenario.close());

it("attaches files that go in and come out inline, byte for byte, from a CommonJS app", async () => {
  const result = await scenario.run("app.cjs", { env });

  expect(result).toMatchObject({ code: 0, stderr: "", report: RECEIVED });
  const sent = digest(PICTURE);
  expect(uploaded(scenario)).toEqual({
    "input-blob.png (image/png)": sent,
    "boat.png (image/png)": sent,
    "input-buffer.bin (application/octet-stream)": sent,
    "input-uri.png (image/png)": sent,
    "input-nested-list-0.png (image/png)": sent,
    "output-0.png (image/png)": digest(pngFile(3)),
  });
  // The files of a span have a row of their own.
  await expectSpanTree(scenario, { callers: ["app.cjs"], rowsPerSpan: 3 });
});
