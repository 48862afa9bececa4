import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { install } from "./support/install.ts";
import { runProgram } from "./support/processes.ts";
import { startSystemStage, type SystemStage } from "./support/system-stage.ts";

const CLIENTS = fileURLToPath(new URL("clients/", import.meta.url));
const GO_PROGRAM = fileURLToPath(new URL("programs/main.go", import.meta.url));

await installClients();
const goProgram = await buildGoProgram();

async function installClients(): Promise<void> {
  if (existsSync(`${CLIENTS}node_modules/.package-lock.json`)) return;
  await install("npm", ["ci", "--prefix", CLIENTS]);
}

/** The Go client, where there is a Go compiler and its module can be had. */
async function buildGoProgram(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-go-"));
  copyFileSync(GO_PROGRAM, join(folder, "main.go"));
  writeFileSync(join(folder, "go.mod"), "module systemtest\n\ngo 1.21\n");
  const go = async (...args: readonly string[]): Promise<void> =>
    install("go", ["-C", folder, ...args], { GOFLAGS: "-mod=mod" });
  try {
    await go("get", "github.com/replicate/replicate-go@v0.26.0");
  } catch (error) {
    console.log(`skipped: no Go client: ${String(error)}`);
    return undefined;
  }
  await go("build", "-o", "program", ".");
  return join(folder, "program");
}

const link: unknown = expect.stringContaining("https://");

interface Played {
  readonly stage: SystemStage;
  readonly direct: unknown;
  readonly through: unknown;
}

/** Runs a program without the gateway and through it. */
async function play(
  command: string,
  args: readonly string[],
  env: (stage: SystemStage) => Promise<Readonly<Record<string, string>>> = async () => ({}),
): Promise<Played> {
  const stage = await startSystemStage();
  const { url } = await stage.startGateway();
  const more = await env(stage);
  const results: unknown[] = [];
  for (const base of [stage.direct, url]) {
    const ran = await runProgram(command, args, { ...more, REPLICATE_BASE_URL: `${base}/v1` });
    if (ran.code !== 0) throw new Error(ran.stderr.slice(-2000));
    results.push(JSON.parse(ran.stdout) as unknown);
  }
  return { stage, direct: results[0], through: results[1] };
}

/** The spans by their prompts, and nothing beside them. */
async function spansOf({ stage }: Played, count: number): Promise<Record<string, unknown>> {
  const rows = await stage.rowsOf(count);
  expect(stage.collector.store.rows()).toHaveLength(count);
  return Object.fromEntries(
    rows.map((row) => [
      (row.input as { prompt: string }).prompt,
      { output: row.output, status: row.metadata?.["status"], error: row.error },
    ]),
  );
}

it("replicate-stainless", async () => {
  const played = await play(process.execPath, [`${CLIENTS}stainless.mjs`]);
  // The list of the second run has the predictions of both.
  const { listed: before, ...direct } = played.direct as { listed: number };
  const { listed: after, ...through } = played.through as { listed: number };
  expect(through).toEqual(direct);
  expect([before, after]).toEqual([3, 7]);
  expect(await spansOf(played, 4)).toMatchObject({
    run: { output: "Once upon a time" },
    create: { output: "Once upon a time", status: "succeeded" },
    cancel: { status: "canceled" },
    failing: { error: "The model ran out of memory", status: "failed" },
  });
});

it("the AI SDK", async () => {
  const played = await play(process.execPath, [`${CLIENTS}ai-sdk.mjs`]);
  expect(played.through).toEqual(played.direct);
  expect(played.through).toEqual({ images: 2, videos: 1 });
  // The film is polled for after the answer with which its span has ended.
  await expect
    .poll(() => spansOf(played, 2))
    .toMatchObject({
      image: { output: [link, link] },
      video: { output: link, status: "succeeded" },
    });
});

it("curl", async () => {
  const stage = await startSystemStage();
  const { url } = await stage.startGateway();
  const results: string[] = [];
  for (const base of [stage.direct, url]) {
    const { stdout, stderr } = await runProgram("curl", [
      "--silent",
      "--show-error",
      "--compressed",
      "--header",
      "Prefer: wait",
      "--header",
      "Authorization: Bearer r8_token_of_the_system_test",
      "--header",
      "Content-Type: application/json",
      "--data",
      '{"input":{"prompt":"curl"}}',
      `${base}/v1/models/acme/text/predictions`,
    ]);
    expect(stderr).toBe("");
    results.push(JSON.stringify((JSON.parse(stdout) as { output: unknown }).output));
  }
  expect(results[1]).toBe(results[0]);
  const [row] = await stage.rowsOf(1);
  expect(row).toMatchObject({ input: { prompt: "curl" }, output: "Once upon a time" });
});

it.skipIf(goProgram === undefined)("the Go client", async () => {
  const played = await play(goProgram ?? "", [], async ({ direct }) => {
    const versionOf = async (name: string): Promise<string> => {
      const answer = await fetch(`${direct}/v1/models/acme/${name}`, {
        headers: { authorization: "Bearer r8_x" },
      });
      return ((await answer.json()) as { latest_version: { id: string } }).latest_version.id;
    };
    return { VERSION: await versionOf("text"), SLOW_VERSION: await versionOf("slow") };
  });
  expect(played.through).toEqual(played.direct);
  expect(await spansOf(played, 4)).toMatchObject({
    run: { output: "Once upon a time" },
    wait: { output: "Once upon a time", status: "succeeded" },
    stream: { output: "Once upon a time", status: "succeeded" },
    cancel: { status: "canceled" },
  });
});
