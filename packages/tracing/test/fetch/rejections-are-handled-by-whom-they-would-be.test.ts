import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

/** In a process of its own, because there rejections can be left alone. */
function leaveFetches(): Promise<string> {
  const file = fileURLToPath(new URL("programs/leave-fetches.ts", import.meta.url));
  const node = ["--import", "tsx", "--conditions=braintrust-replicate:source"];
  const child = spawn(process.execPath, [...node, file]);
  let said = "";
  child.stdout.on("data", (data) => (said += String(data)));
  child.stderr.on("data", (data) => (said += String(data)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(said));
  });
}

it("what nobody handles is reported once, as without tracing", async () => {
  const said = await leaveFetches();
  const { bare, traced, spans } = JSON.parse(said) as Record<string, unknown>;
  expect(bare).toEqual({
    "a request that fails": ["TypeError: fetch failed"],
    "a request that is aborted": ["Error: enough"],
    "a request that is handled": [],
    "a body that is no form": [expect.stringMatching(/^TypeError: /) as string],
    "a body that was read": [expect.stringMatching(/^TypeError: Body is unusable/) as string],
    "a pipe into what fails": ["Error: mine"],
    "a pipe through what fails": [],
  });
  expect(traced).toEqual(bare);
  expect(spans).toBeGreaterThan(0);
}, 30_000);
