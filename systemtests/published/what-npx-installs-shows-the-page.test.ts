import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { expect, it, onTestFinished } from "vitest";
import { endGroup } from "./support/end-group.ts";
import { startPackageRegistry } from "./support/package-registry.ts";

it("the gateway and, with --viewer, its page", async () => {
  const registry = await startPackageRegistry();
  const replicate = await createEmulator({
    models: [{ name: "acme/text", official: true, script: { output: "Once upon a time" } }],
  }).listen();
  const folder = mkdtempSync(join(tmpdir(), "by-npx-"));
  const options = ["--yes", "--registry", registry.url, "--replace-registry-host", "always"];
  const gateway = ["--viewer", "--port", "0", "--upstream", replicate.origin];
  const child = spawn("npx", [...options, "braintrust-replicate-gateway", ...gateway], {
    cwd: folder,
    // A cache of its own: what is in the user's may be of another day.
    env: { ...process.env, npm_config_cache: join(folder, "cache") },
    stdio: ["ignore", "pipe", "inherit"],
    // With what npx starts it is one group, which ends together.
    detached: true,
  });
  let printed = "";
  child.stdout.on("data", (piece: Buffer) => (printed += piece.toString()));
  onTestFinished(async () => {
    endGroup(child);
    registry.close();
    await replicate.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const found = (pattern: RegExp): string | undefined => pattern.exec(printed)?.[1];
  await expect.poll(() => found(/The spans are at (\S+)/)).toBeDefined();

  const base = found(/baseUrl: "([^"]+)"/) ?? "";
  const client = new Replicate({ auth: "r8_x", baseUrl: base });
  expect(await client.run("acme/text", { input: { prompt: "the sea" } })).toBe("Once upon a time");
  const viewer = found(/The spans are at (\S+)/) ?? "";
  const page = await fetch(viewer);
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(await page.text()).toContain("<script");
  await expect
    .poll(async () => (await fetch(`${viewer}/api/executions`)).json())
    .toMatchObject({ executions: [{ model: "acme/text", status: "succeeded" }] });
});
