import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { createCollector, createViewer } from "braintrust-replicate-viewer";
import { temporaryDirectory } from "./support/open-viewer.ts";
import manifest from "../package.json" with { type: "json" };
import { runProgram } from "./support/run-program.ts";

const START_AND_EXPORT = new URL("./programs/start-and-export.mjs", import.meta.url);
const TRACE_AN_ORDER = new URL("./programs/trace-an-order.mjs", import.meta.url);

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
/** By its address: the working directory may be elsewhere. */
const TSX = import.meta.resolve("tsx");
const running = new Set<ChildProcessWithoutNullStreams>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

class Viewer {
  readonly child: ChildProcessWithoutNullStreams;
  stdout = "";
  stderr = "";
  readonly #ended: Promise<number | null>;

  constructor(parameters: readonly string[], env: Record<string, string> = {}, cwd?: string) {
    this.child = spawn(process.execPath, ["--import", TSX, CLI, ...parameters], {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, NO_COLOR: "1", ...env },
    });
    running.add(this.child);
    this.#ended = new Promise((resolve) => this.child.once("close", resolve));
    this.child.stdout.on("data", (data) => (this.stdout += String(data)));
    this.child.stderr.on("data", (data) => (this.stderr += String(data)));
  }

  ended(): Promise<number | null> {
    return this.#ended;
  }

  async prints(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.stdout)?.[0];
      if (found !== undefined) return found;
      await new Promise((resolve) => this.child.stdout.once("data", resolve));
    }
  }
}

it("explains itself", async () => {
  const viewer = new Viewer(["--help"]);
  expect(await viewer.ended()).toBe(0);
  const options = ["--port", "--host", "--dir", "--open", "--retention", "--max-size", "--tail"];
  const others = ["--copy-from", "--api-key", "BRAINTRUST_APP_URL", "tail", "export", "clear"];
  for (const word of [...options, ...others]) {
    expect(viewer.stdout).toContain(word);
  }
});

it("tells its version", async () => {
  const viewer = new Viewer(["--version"]);
  expect(await viewer.ended()).toBe(0);
  expect(viewer.stdout.trim()).toBe(manifest.version);
});

describe("a mistake is answered with the option, the value and what is allowed", () => {
  it.each([
    [["--port", "http"], /--port <number>' argument 'http' is invalid.*from 0 to 65535/],
    [["--port", "65536"], /'65536' is invalid/],
    [["--port", "-1"], /'-1' is invalid/],
    [["--host", "0.0.0.0"], /'0.0.0.0' lets other machines in, which needs '--api-key <key>'/],
    [["--host", "0.0.0.0", "--api-key", ""], /--api-key <key>' argument '' is invalid/],
    [
      ["--retention", "7"],
      /--retention <time>' argument '7' is invalid.*12h, 7d or 2w, or forever/,
    ],
    [["--retention", "0d"], /'0d' is invalid/],
    [["--max-size", "big"], /--max-size <size>' argument 'big' is invalid.*500MB or 2GB/],
    [["--copy-from", "https://x"], /--copy-from <host>' argument 'https:\/\/x' is invalid/],
    [["--prot", "1"], /unknown option '--prot'[^]*--port/],
    [["--host", "127.0.0.1.9"], /127\.0\.0\.1\.9/],
  ])("%j", async (parameters, message) => {
    const viewer = new Viewer(parameters);
    expect(await viewer.ended()).toBe(1);
    expect(viewer.stderr).toMatch(message);
    expect(viewer.stderr).not.toContain("    at ");
  });
});

it("says how to go on when the port is in use by something else", async () => {
  const server = await createCollector().listen();
  const viewer = new Viewer(["--port", String(server.port), "--dir", temporaryDirectory()]);
  expect(await viewer.ended()).toBe(1);
  expect(viewer.stderr).toBe(
    `error: Port ${server.port} of 127.0.0.1 is in use, by something that is no viewer. ` +
      "Stop it, or choose another port with --port (0 lets the system choose).\n",
  );
  await server.close();
});

describe("a second start", () => {
  async function start(...parameters: readonly string[]): Promise<{ url: string; dir: string }> {
    const dir = temporaryDirectory();
    const viewer = new Viewer(["--port", "0", "--dir", dir, ...parameters]);
    const line = await viewer.prints(/BRAINTRUST_APP_URL=\S+/);
    return { url: line.replace("BRAINTRUST_APP_URL=", ""), dir };
  }

  it("finds the viewer that has the directory, and says where it is", async () => {
    const { url, dir } = await start();
    const second = new Viewer(["--dir", dir, "--port", "0"]);
    expect(await second.ended()).toBe(0);
    expect(second.stdout).toContain(
      `A viewer already runs on ${url} and keeps what it collects in`,
    );
    expect(second.stdout).toContain(`export BRAINTRUST_APP_URL=${url}\n`);
    expect(second.stderr).toBe("");
  });

  it("finds the viewer that has the port, although it needs a key", async () => {
    const { url } = await start("--api-key", "s3cret");
    const port = new URL(url).port;
    const second = new Viewer(["--port", port], {}, temporaryDirectory());
    expect(await second.ended()).toBe(0);
    expect(second.stdout).toContain(`A viewer already runs on ${url}`);
    expect(second.stdout).not.toContain("s3cret");
  });

  it("does not take the place of another directory for its own", async () => {
    const { url, dir } = await start();
    const second = new Viewer(["--port", new URL(url).port, "--dir", temporaryDirectory()]);
    expect(await second.ended()).toBe(1);
    expect(second.stderr).toContain(`belongs to a viewer that keeps what it collects in ${dir}`);
    expect(second.stderr).toContain("--port");
  });

  it("starts where the first one was killed", async () => {
    const dir = temporaryDirectory();
    const first = new Viewer(["--port", "0", "--dir", dir]);
    await first.prints(/BRAINTRUST_APP_URL=\S+/);
    first.child.kill("SIGKILL");
    await first.ended();
    const second = new Viewer(["--port", "0", "--dir", dir]);
    await second.prints(/Collecting on/);
    expect(second.stderr).toBe("");
  });
});

it("tails and exports beside a viewer that runs", async () => {
  const dir = temporaryDirectory();
  const viewer = new Viewer(["--port", "0", "--dir", dir]);
  const url = (await viewer.prints(/BRAINTRUST_APP_URL=\S+/)).replace("BRAINTRUST_APP_URL=", "");
  const tail = new Viewer(["tail", "--dir", dir]);
  await tail.prints(/Traces of .* appear below/);
  await runProgram(TRACE_AN_ORDER, url);
  await tail.prints(/├─ replicate\.run .*✓ {2}"a fine hat"/);

  const beside = new Viewer(["export", "--dir", dir]);
  expect(await beside.ended()).toBe(0);
  expect(beside.stdout).toContain('"a fine hat"');
  viewer.child.kill("SIGTERM");
  expect(await viewer.ended()).toBe(0);
  expect(await tail.ended()).toBe(0);
  expect(tail.stderr).toBe("The viewer has ended.\n");
}, 60_000);

describe("whose output nobody reads any more, as after `| head`", () => {
  it("a tail ends, without a word", async () => {
    const tail = new Viewer(["tail", "--port", "0", "--dir", temporaryDirectory()]);
    const url = (await tail.prints(/BRAINTRUST_APP_URL=\S+/)).replace("BRAINTRUST_APP_URL=", "");
    await tail.prints(/Traces appear.*\n\n/);
    tail.child.stdout.destroy();
    const rows = [{ id: "a", metrics: { start: 1, end: 2 } }];
    await fetch(`${url}/logs3`, { method: "POST", body: JSON.stringify({ rows }) });
    expect(await tail.ended()).toBe(0);
    expect(tail.stderr).toBe("");
  });

  it("an export ends, without a word", async () => {
    const directory = temporaryDirectory();
    const viewer = createViewer({ directory });
    // More than fits into a pipe.
    const output = "x".repeat(1_000);
    viewer.store.write(Array.from({ length: 2_000 }, (_, n) => ({ id: `row-${n}`, output })));
    viewer.close();
    const full = new Viewer(["export", "--dir", directory]);
    await full.prints(/row-0/);
    full.child.stdout.destroy();
    expect(await full.ended()).toBe(0);
    expect(full.stderr).toBe("");
  });
});

it.each(["export", "clear"])(
  "%s says of a directory that is not there, and makes none",
  async (command) => {
    const directory = join(temporaryDirectory(), "tracse");
    const viewer = new Viewer([command, "--dir", directory]);
    expect(await viewer.ended()).toBe(1);
    expect(viewer.stdout).toBe("");
    expect(viewer.stderr).toBe(
      `error: option '--dir <path>': no viewer has kept anything in ${directory}. ` +
        "It is the directory that the viewer was started with, or .braintrust-replicate where it was started.\n",
    );
    expect(existsSync(directory)).toBe(false);
  },
);

it("exports and clears without a viewer that runs", async () => {
  const directory = temporaryDirectory();
  const viewer = createViewer({ directory });
  viewer.store.write([{ id: "a", output: "kept" }]);
  viewer.close();
  const full = new Viewer(["export", "--dir", directory]);
  expect(await full.ended()).toBe(0);
  expect(full.stdout).toBe('{"id":"a","output":"kept"}\n');
  const clear = new Viewer(["clear", "--dir", directory]);
  expect(await clear.ended()).toBe(0);
  expect(clear.stdout).toBe(`Removed everything that was stored in ${directory}.\n`);
  const empty = new Viewer(["export", "--dir", directory]);
  expect(await empty.ended()).toBe(0);
  expect(empty.stdout).toBe("");
}, 60_000);

it("leaves alone a viewer that only has the port which another directory's note names", async () => {
  const killed = temporaryDirectory();
  const first = new Viewer(["--port", "0", "--dir", killed]);
  const url = (await first.prints(/BRAINTRUST_APP_URL=\S+/)).replace("BRAINTRUST_APP_URL=", "");
  const log = (id: string): Promise<Response> =>
    fetch(`${url}/logs3`, { method: "POST", body: JSON.stringify({ rows: [{ id }] }) });
  await log("of-the-first");
  first.child.kill("SIGKILL");
  await first.ended();
  const other = new Viewer(["--port", new URL(url).port, "--dir", temporaryDirectory()]);
  await other.prints(/Collecting on/);
  await log("of-the-other");

  const full = new Viewer(["export", "--dir", killed]);
  expect(await full.ended()).toBe(0);
  expect(full.stdout).toBe('{"id":"of-the-first"}\n');
  const clear = new Viewer(["clear", "--dir", killed]);
  expect(await clear.ended()).toBe(0);
  const kept = await fetch(`${url}/api/export`);
  expect(await kept.text()).toBe('{"id":"of-the-other"}\n');
}, 60_000);

it("prints lines to paste, then each trace when it is complete, and ends on a signal", async () => {
  const parameters = ["--port", "0", "--tail", "--dir", temporaryDirectory()];
  const viewer = new Viewer(parameters, { BRAINTRUST_API_URL: "https://elsewhere" });
  const url = (await viewer.prints(/BRAINTRUST_APP_URL=\S+/)).replace("BRAINTRUST_APP_URL=", "");
  await viewer.prints(/Traces appear/);
  expect(viewer.stdout).toContain("export BRAINTRUST_API_KEY=local\n");
  expect(viewer.stdout).toContain(`export BRAINTRUST_API_URL=${url}\n`);

  await runProgram(TRACE_AN_ORDER, url);
  await viewer.prints(/└─ charge .*✗.*card declined/);
  expect(viewer.stdout).toMatch(/\norder .*✓[^]*\n├─ replicate\.run .*✓ {2}"a fine hat"/);
  expect(viewer.stdout.match(/^order /gm)).toHaveLength(1);

  await runProgram(START_AND_EXPORT, url);
  expect(viewer.stdout).not.toContain("replicate.predictions.create");
  viewer.child.kill("SIGINT");
  expect(await viewer.ended()).toBe(0);
  expect(viewer.stdout).toMatch(/replicate\.predictions\.create .* … .*\(running\)/);
  expect(viewer.stderr).toBe("");
});
