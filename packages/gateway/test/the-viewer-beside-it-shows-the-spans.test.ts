import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ConfigError } from "../src/config/config-error.ts";
import { startViewer, type RunningViewer } from "../src/operate/start-viewer.ts";
import { startTracedStage } from "./support/start-traced-stage.ts";

function start(
  port = 0,
  directory = mkdtempSync(join(tmpdir(), "gateway-viewer-")),
): Promise<RunningViewer> {
  return startViewer({ port, directory, onNotice: () => {} });
}

it("on its page, and by its API", async () => {
  const viewer = await start();
  onTestFinished(() => viewer.close());
  const stage = await startTracedStage({
    config: { braintrustUrl: viewer.url, braintrustKey: viewer.apiKey },
  });
  const answer = await fetch(`${stage.baseUrl}/models/acme/quick/predictions`, {
    method: "POST",
    headers: { authorization: "Bearer r8_x", prefer: "wait" },
    body: JSON.stringify({ input: { n: 1 } }),
  });
  await answer.arrayBuffer();
  const page = await fetch(viewer.url);
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  const executions = async () => (await fetch(`${viewer.url}/api/executions`)).text();
  await expect.poll(executions).toContain("acme/quick");
});

it("and says what to do when another one has its directory", async () => {
  const directory = mkdtempSync(join(tmpdir(), "gateway-viewer-"));
  const viewer = await start(0, directory);
  onTestFinished(() => viewer.close());
  const second = start(0, directory);
  await expect(second).rejects.toThrow(
    /^option --viewer: Another program has .*; if a viewer runs/,
  );
  await expect(second).rejects.toThrow(ConfigError);
});

it("and says so when its port is taken", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await expect.poll(() => server.listening).toBe(true);
  const { port } = server.address() as AddressInfo;
  await expect(start(port)).rejects.toThrow(ConfigError);
  await expect(start(port)).rejects.toThrow(`cannot listen on port ${port}`);
});
