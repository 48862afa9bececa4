import { readdirSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { createEmulator } from "replicate-emulator";
import type { Emulator } from "replicate-emulator";
import { expect, it, onTestFinished } from "vitest";
import type {
  ExecutionDetail,
  ExecutionPage,
  MediaItem,
  TrustedServer,
  Viewer,
} from "braintrust-replicate-viewer";
import { createViewer } from "braintrust-replicate-viewer";
import { deliver } from "./support/deliver-file.ts";
import { ask, log, openViewer, temporaryDirectory } from "./support/open-viewer.ts";

interface Delivery {
  readonly emulator: Emulator;
  readonly server: TrustedServer;
}

async function startDelivery(): Promise<Delivery> {
  const emulator = createEmulator();
  const listening = await emulator.listen({ tls: true });
  onTestFinished(() => listening.close());
  const { origin, ca = "" } = listening;
  return { emulator, server: { origin, ca } };
}

function execution(output: unknown): object {
  return {
    id: "e",
    span_attributes: { name: "replicate.run", type: "llm" },
    metrics: { start: 1, end: 2 },
    output,
  };
}

async function detail(viewer: Viewer): Promise<ExecutionDetail> {
  const { executions } = await ask<ExecutionPage>(viewer, "/api/executions");
  return ask(viewer, `/api/executions/${executions[0]?.key}`);
}

async function mediaOf(viewer: Viewer): Promise<readonly MediaItem[]> {
  return (await detail(viewer)).media;
}

it("copies a file the moment it is logged, and shows it from then on", async () => {
  const { emulator, server } = await startDelivery();
  const { url, bytes } = await deliver(emulator, server.origin);
  const viewer = openViewer({ trustedServers: [server] });
  await log(viewer, [execution([url])]);
  await expect.poll(async () => (await mediaOf(viewer))[0]?.state).toBe("kept");

  const { summary, media, row } = await detail(viewer);
  expect(row["output"]).toEqual([url]);
  expect(media).toMatchObject([
    { path: "output.0", source: url, contentType: "image/png", bytes: bytes.byteLength, why: null },
  ]);
  expect(summary.thumbnail).toBe(media[0]?.url);
  const shown = await viewer.fetch(new Request(`http://127.0.0.1${media[0]?.url}`));
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(bytes);
});

it("says until when Replicate has a file that is not copied yet, and goes on after a restart", async () => {
  const { emulator, server } = await startDelivery();
  const { url } = await deliver(emulator, server.origin);
  const release = emulator.fault({ kind: "hang", path: "/delivery/*", times: Infinity });
  const directory = temporaryDirectory();
  const first = createViewer({ directory, trustedServers: [server] });
  await log(first, [execution(url)]);
  await expect.poll(async () => (await mediaOf(first))[0]?.state).toBe("keeping");
  const [waiting] = await mediaOf(first);
  const left = (waiting?.expiresAt ?? 0) - Date.now() / 1_000;
  expect(left).toBeGreaterThan(3_500);
  expect(left).toBeLessThanOrEqual(3_600);
  first.close();

  release();
  const second = openViewer({ directory, trustedServers: [server] });
  await expect.poll(async () => (await mediaOf(second))[0]?.state).toBe("kept");
});

it("says of a file that is gone that it is", async () => {
  const { emulator, server } = await startDelivery();
  const { url } = await deliver(emulator, server.origin);
  emulator.reset();
  const viewer = openViewer({ trustedServers: [server] });
  await log(viewer, [execution({ picture: url })]);
  await expect.poll(async () => (await mediaOf(viewer))[0]?.state).toBe("expired");
  expect((await mediaOf(viewer))[0]).toMatchObject({ path: "output.picture", url: null });
});

it("tries again when a host is unwell", async () => {
  const { emulator, server } = await startDelivery();
  const { url } = await deliver(emulator, server.origin);
  emulator.fault({ kind: "status", status: 503, path: "/delivery/*" });
  const viewer = openViewer({ trustedServers: [server] });
  await log(viewer, [execution(url)]);
  await expect.poll(async () => (await mediaOf(viewer))[0]?.state).toBe("kept");
});

it("fetches nothing from hosts that are not on the list, nor from names that lead inside", async () => {
  const asked: string[] = [];
  const viewer = openViewer({
    resolve: async (host) => {
      asked.push(host);
      return [{ address: "127.0.0.1", family: 4 }];
    },
  });
  await log(viewer, [
    execution([
      "https://evil.example/a.png",
      "http://replicate.delivery/b.png",
      "https://127.0.0.1/c.png",
      "https://inside.replicate.delivery/d.png",
    ]),
  ]);
  await expect
    .poll(async () => (await mediaOf(viewer)).map(({ state }) => state))
    .toEqual(["refused", "refused", "refused", "refused"]);
  expect(asked).toEqual(["inside.replicate.delivery"]);
  const whys = (await mediaOf(viewer)).map(({ why }) => why);
  expect(whys).toEqual([
    "evil.example is not among the hosts whose files are copied",
    "Only https files are copied",
    "127.0.0.1 is not among the hosts whose files are copied",
    "inside.replicate.delivery leads to an address that is not public",
  ]);
});

it("knows of Replicate's files alone that they are deleted after an hour", async () => {
  const viewer = openViewer({
    copyFrom: ["files.example.com"],
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
  });
  await log(viewer, [
    execution(["https://replicate.delivery/a.png", "https://files.example.com/b.png"]),
  ]);
  await expect
    .poll(async () => (await mediaOf(viewer)).map(({ state }) => state))
    .toEqual(["refused", "refused"]);
  const expiries = (await mediaOf(viewer)).map(({ expiresAt }) => expiresAt);
  expect(expiries).toEqual([expect.any(Number), null]);
});

it("copies nothing more when the space is used up, and says so", async () => {
  const { emulator, server } = await startDelivery();
  const { url } = await deliver(emulator, server.origin);
  const viewer = openViewer({ trustedServers: [server], maxBytes: 1_000 });
  await log(viewer, [execution(url)]);
  await expect.poll(async () => (await mediaOf(viewer))[0]?.why).toContain("space");
});

it("goes on with all of them after another program had the database locked", async () => {
  const { emulator, server } = await startDelivery();
  const urls: string[] = [];
  for (let n = 0; n < 6; n += 1) urls.push((await deliver(emulator, server.origin)).url);
  emulator.fault({ kind: "delay", ms: 500, path: "/delivery/*", times: Infinity });
  const notices: string[] = [];
  const viewer = openViewer({
    trustedServers: [server],
    onNotice: (notice) => notices.push(notice),
  });
  await log(viewer, [execution(urls)]);
  const states = async (): Promise<readonly string[]> =>
    (await mediaOf(viewer)).map(({ state }) => state);
  await expect.poll(states).toContain("keeping");
  const other = new Libsql(join(viewer.directory, "viewer.db"));
  other.exec("BEGIN IMMEDIATE");
  await expect.poll(() => notices).toContainEqual(expect.stringContaining("Another program"));
  other.exec("ROLLBACK");
  other.close();
  await expect.poll(states, { timeout: 30_000 }).toEqual(urls.map(() => "kept"));
});

it("keeps nothing of a file whose row is removed while it is copied", async () => {
  const { emulator, server } = await startDelivery();
  const { url } = await deliver(emulator, server.origin);
  const other = await deliver(emulator, server.origin);
  emulator.fault({ kind: "delay", ms: 500, path: "/delivery/*" });
  emulator.fault({ kind: "status", status: 200, body: "another file", path: "/delivery/*" });
  const viewer = openViewer({ trustedServers: [server] });
  const { length } = emulator.requests;
  await log(viewer, [execution(url)]);
  await expect.poll(() => emulator.requests.length).toBe(length + 1);
  await ask(viewer, "/api/executions", { method: "DELETE" });
  // Its answer comes after that to the first one.
  emulator.fault({ kind: "delay", ms: 1_500, path: "/delivery/*" });
  await log(viewer, [execution(other.url)]);
  await expect.poll(async () => (await mediaOf(viewer))[0]?.state).toBe("kept");
  const media = (await detail(viewer)).media[0]?.url?.replace("/media/", "");
  const drafts = join(viewer.directory, "media", "drafts");
  await expect.poll(() => readdirSync(drafts)).toEqual([]);
  const kept = readdirSync(join(viewer.directory, "media"), { recursive: true, encoding: "utf8" });
  expect(kept.filter((name) => name.length > 60)).toEqual([expect.stringContaining(media ?? "")]);
});
