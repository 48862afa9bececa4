import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { createCollector } from "braintrust-replicate-viewer";
import { runProgram } from "./support/run-program.ts";

const START_AND_EXPORT = new URL("./programs/start-and-export.mjs", import.meta.url);
const TRACE_AN_ORDER = new URL("./programs/trace-an-order.mjs", import.meta.url);

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const running = new Set<ChildProcessWithoutNullStreams>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

class Viewer {
  readonly child: ChildProcessWithoutNullStreams;
  stdout = "";
  stderr = "";

  constructor(parameters: readonly string[], env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, ["--import", "tsx", CLI, ...parameters], {
      env: { ...process.env, NO_COLOR: "1", ...env },
    });
    running.add(this.child);
    this.child.stdout.on("data", (data) => (this.stdout += String(data)));
    this.child.stderr.on("data", (data) => (this.stderr += String(data)));
  }

  ended(): Promise<number | null> {
    return new Promise((resolve) => this.child.once("close", resolve));
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
  for (const word of ["--port", "--host", "--tail", "--api-key", "BRAINTRUST_APP_URL", "memory"]) {
    expect(viewer.stdout).toContain(word);
  }
});

describe("a mistake is answered with the option, the value and what is allowed", () => {
  it.each([
    [["--port", "http"], /--port <number>' argument 'http' is invalid.*from 0 to 65535/],
    [["--port", "65536"], /'65536' is invalid/],
    [["--port", "-1"], /'-1' is invalid/],
    [["--host", "0.0.0.0"], /'0.0.0.0' lets other machines in, which needs '--api-key <key>'/],
    [["--host", "0.0.0.0", "--api-key", ""], /--api-key <key>' argument '' is invalid/],
    [["--prot", "1"], /unknown option '--prot'[^]*--port/],
    [["--host", "127.0.0.1.9"], /127\.0\.0\.1\.9/],
  ])("%j", async (parameters, message) => {
    const viewer = new Viewer(parameters);
    expect(await viewer.ended()).toBe(1);
    expect(viewer.stderr).toMatch(message);
    expect(viewer.stderr).not.toContain("    at ");
  });
});

it("says how to go on when the port is in use", async () => {
  const server = await createCollector().listen();
  const viewer = new Viewer(["--port", String(server.port)]);
  expect(await viewer.ended()).toBe(1);
  expect(viewer.stderr).toBe(
    `error: Port ${server.port} of 127.0.0.1 is in use, perhaps by a viewer that already runs. ` +
      "Use that one, stop it, or choose another port with --port (0 lets the system choose).\n",
  );
  await server.close();
});

it("prints lines to paste, then each trace when it is complete, and ends on a signal", async () => {
  const viewer = new Viewer(["--port", "0", "--tail"], { BRAINTRUST_API_URL: "https://elsewhere" });
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
