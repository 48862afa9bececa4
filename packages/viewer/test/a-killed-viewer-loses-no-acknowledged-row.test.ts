import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import Libsql from "libsql";
import { expect, it, onTestFinished } from "vitest";
import { temporaryDirectory } from "./support/open-viewer.ts";

const KILLS = 50;
/** Posts that are under way at the same time. */
const WRITERS = 4;

/** Where the bundle finds the package's manifest and page as the package itself does. */
const BUNDLE = fileURLToPath(new URL("../node_modules/killed-viewer/serve.mjs", import.meta.url));

interface Stored {
  readonly id: string;
  readonly output?: unknown;
  readonly metadata?: { readonly count?: number };
}

/** What the viewer has said it has. */
interface Acknowledged {
  readonly rows: Map<string, string>;
  readonly counts: Map<string, number>;
  readonly files: Map<string, Uint8Array>;
  /** Emits `row` at each. */
  readonly news: EventEmitter;
}

class KillableViewer {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(directory: string): Promise<KillableViewer> {
    const child = spawn(process.execPath, [BUNDLE, directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    for await (const url of createInterface({ input: child.stdout })) {
      return new KillableViewer(child, url);
    }
    throw new Error("The viewer did not start");
  }

  async kill(): Promise<void> {
    const closed = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await closed;
  }
}

/** One file, as it starts fifty times. It goes again: knip would take it for a dependency. */
async function bundle(): Promise<void> {
  onTestFinished(() => rmSync(dirname(BUNDLE), { recursive: true, force: true }));
  await build({
    entryPoints: [fileURLToPath(new URL("./programs/serve.mjs", import.meta.url))],
    outfile: BUNDLE,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["braintrust-replicate:source"],
    external: ["libsql"],
    logLevel: "error",
  });
}

async function post(url: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

let posts = 0;

/** Logs new rows, updates of old ones and files, and notes what was acknowledged, until it cannot. */
async function write(url: string, writer: number, acknowledged: Acknowledged): Promise<void> {
  for (;;) {
    posts += 1;
    const id = `row ${posts}`;
    const output = `text ${posts} ${"x".repeat((posts * 977) % 5_000)}`;
    const counter = `counter ${writer}`;
    const count = (acknowledged.counts.get(counter) ?? 0) + 1;
    const span = {
      span_attributes: { name: "replicate.run", type: "llm" },
      metrics: { start: posts },
    };
    await post(url, "/logs3", {
      rows: [
        { id, ...span, output },
        { id: counter, ...span, metadata: { count }, _is_merge: true },
      ],
    });
    acknowledged.rows.set(id, output);
    acknowledged.counts.set(counter, count);
    acknowledged.news.emit("row");
    if (posts % 5 === 0) await upload(url, `file ${posts}`, acknowledged);
  }
}

async function upload(url: string, key: string, { files }: Acknowledged): Promise<void> {
  await post(url, "/attachment", { key, filename: "a.bin", content_type: "image/png" });
  const bytes = new TextEncoder().encode(key.repeat(2_000));
  const sent = await fetch(`${url}/attachment-bytes/${encodeURIComponent(key)}`, {
    method: "PUT",
    body: bytes,
  });
  if (!sent.ok) throw new Error(`HTTP ${sent.status}`);
  files.set(key, bytes);
}

function checkSoundness(directory: string): readonly unknown[] {
  const database = new Libsql(join(directory, "viewer.db"));
  const answer = database.pragma("integrity_check") as readonly { integrity_check: unknown }[];
  database.close();
  return answer.map((row) => row.integrity_check);
}

it(`loses no acknowledged row, update or file when it is killed ${KILLS} times`, async () => {
  await bundle();
  const directory = temporaryDirectory();
  const acknowledged: Acknowledged = {
    rows: new Map(),
    counts: new Map(),
    files: new Map(),
    news: new EventEmitter(),
  };
  for (let kill = 0; kill < KILLS; kill += 1) {
    const viewer = await KillableViewer.start(directory);
    const writing = Array.from({ length: WRITERS }, (_, writer) =>
      write(viewer.url, writer, acknowledged).catch(() => {}),
    );
    const someMore = acknowledged.rows.size + 1 + Math.floor(Math.random() * 15);
    while (acknowledged.rows.size < someMore) await once(acknowledged.news, "row");
    await sleep(Math.random() * 10);
    await viewer.kill();
    await Promise.all(writing);
    expect(checkSoundness(directory)).toEqual(["ok"]);
  }

  const viewer = await KillableViewer.start(directory);
  const exported = await (await fetch(`${viewer.url}/api/export`)).text();
  const stored = new Map(
    exported
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Stored)
      .map((row) => [row.id, row]),
  );
  expect(acknowledged.rows.size).toBeGreaterThan(KILLS);
  for (const [id, output] of acknowledged.rows) expect(stored.get(id)?.output).toBe(output);
  for (const [id, count] of acknowledged.counts) {
    expect(stored.get(id)?.metadata?.count).toBeGreaterThanOrEqual(count);
  }
  for (const [key, bytes] of acknowledged.files) {
    const kept = await fetch(`${viewer.url}/attachment-bytes/${encodeURIComponent(key)}`);
    expect(new Uint8Array(await kept.arrayBuffer())).toEqual(bytes);
  }
  const found = await fetch(`${viewer.url}/api/executions?q=text&limit=1`);
  const { total } = (await found.json()) as { total: number };
  expect(total).toBeGreaterThanOrEqual(acknowledged.rows.size);
  await viewer.kill();
}, 180_000);
