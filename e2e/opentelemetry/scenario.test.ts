import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createCollector, type CollectedRow } from "braintrust-replicate-viewer";
import { build } from "esbuild";
import { expect, it, onTestFinished } from "vitest";
import { startMediaScenario } from "../support/media.ts";
import { startScenario, type RunOptions } from "../support/scenario.ts";
import type { AppResult } from "../support/run-app.ts";
import { spanText, type KeptSpan } from "./span-text.ts";

const PRELOAD = fileURLToPath(new URL("preload.mjs", import.meta.url));

/** An app of another scenario, and how it is run there. */
type Play = (run: (app: string, options?: RunOptions) => Promise<AppResult>) => Promise<unknown>;

const MODELS = {
  VERSIONED: `e2e/versioned:${versionOf("e2e/versioned")}`,
  TRAINABLE: versionOf("demo/trainable"),
};

const PLAYS: Readonly<Record<string, Play>> = {
  "every-method": (run) => run("app.mjs", { env: MODELS }),
  "whole-class": (run) => run("app.mjs"),
  eval: (run) => run("app.mjs"),
  exits: async (run) => [await run("natural.mjs"), await run("sudden.mjs")],
  "late-logger": (run) => run("app.mjs"),
  media: (run) => run("app.mjs"),
  "media-commonjs": (run) => run("app.cjs"),
  "media-off": (run) => run("app.mjs", { env: { BRAINTRUST_CAPTURE_ATTACHMENTS: "0" } }),
  parents: async (run) => {
    const parent = await run("app.mjs");
    await run("child.mjs", { args: [String(parent.report), "logger"] });
  },
  scores: (run) => run("app.mjs"),
  secrets: (run) => run("app.mjs", { env: { SECRET: "hunter2-hunter2" } }),
  "switched-off": (run) =>
    run("app.mjs", { env: { BRAINTRUST_DISABLE_INSTRUMENTATION: "replicate" } }),
  "two-copies": (run) => run("app.mjs"),
  "two-processes": async (run) => {
    const { report } = await run("create.mjs");
    const args = Array.isArray(report) ? report.map(String) : [];
    await run("finish.mjs", { args, env: { JOIN: "1" } });
  },
  "collector-down": (run) =>
    run("app.mjs", {
      env: { BRAINTRUST_APP_URL: "http://127.0.0.1:9", BRAINTRUST_NUM_RETRIES: "0" },
    }),
  "oldest-sdk": (run) => run("app.mjs"),
};

it.each(Object.entries(PLAYS))(
  "tells OpenTelemetry of the same executions: %s",
  async (name, play) => {
    const folder = mkdtempSync(join(tmpdir(), "spans-"));
    const here = pathToFileURL(
      fileURLToPath(new URL(`../${name}/scenario.test.ts`, import.meta.url)),
    ).href;
    const { scenario, env } = name.startsWith("media")
      ? await startMediaScenario(here)
      : { scenario: await startScenario(here), env: {} };
    const [json, protobuf] = [createCollector(), createCollector()];
    const servers = await Promise.all([json.listen(), protobuf.listen()]);
    onTestFinished(async () => {
      await Promise.all([scenario.close(), ...servers.map((server) => server.close())]);
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, "spans.json");
    const kept: KeptSpan[] = [];

    await play(async (app, options = {}) => {
      const result = await scenario.run(app, {
        ...options,
        env: {
          ...env,
          NODE_OPTIONS: `--import=${PRELOAD}`,
          OTEL_SPANS: file,
          OTEL_JSON: servers[0].url,
          OTEL_PROTOBUF: servers[1].url,
          ...options.env,
        },
      });
      expect(result.stderr).not.toContain("braintrust-replicate");
      kept.push(...(JSON.parse(readFileSync(file, "utf8")) as KeptSpan[]));
      return result;
    });

    const text = spanText(kept);
    await expect(text).toMatchFileSnapshot(`expected/${name}.txt`);
    for (const secret of [...scenario.secrets, "hunter2-hunter2", "/v1/streams/"]) {
      expect(text).not.toContain(secret);
    }
    expectReceived(kept, json.store.rows());
    expectReceived(kept, protobuf.store.rows());
  },
);

it("traces a client in a bundle, once it is shown the class", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const scenario = await startScenario(import.meta.url);
  onTestFinished(async () => {
    await scenario.close();
    rmSync(folder, { recursive: true });
  });
  const bundle = join(folder, "app.cjs");
  await build({
    entryPoints: [fileURLToPath(new URL("bundled-app.mjs", import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
  });
  const spans = join(folder, "spans.json");
  const nowhere = "http://127.0.0.1:9";

  const { code } = await scenario.run(bundle, {
    env: { OTEL_SPANS: spans, OTEL_JSON: nowhere, OTEL_PROTOBUF: nowhere },
  });

  expect(code).toBe(0);
  const kept = JSON.parse(readFileSync(spans, "utf8")) as KeptSpan[];
  expect(kept.map(({ name }) => name)).toEqual(["text_completion demo/text"]);
});

/** `process.exit` waits for nobody: what was sent by then is there, and nothing else. */
function expectReceived(kept: readonly KeptSpan[], rows: readonly CollectedRow[]): void {
  const ids = new Set(kept.map(({ id }) => id));
  expect(rows.filter(({ span_id: id }) => !ids.has(String(id)))).toEqual([]);
  const received = new Set(rows.map(({ span_id: id }) => String(id)));
  const missing = kept.filter(({ id }) => !received.has(id)).map(({ attributes }) => attributes);
  expect(missing.every((attributes) => attributes["replicate.incomplete"] !== undefined)).toBe(
    true,
  );
}

/** The id that the emulator gives a model without one. */
function versionOf(model: string): string {
  return createHash("sha256").update(`version of ${model}`).digest("hex");
}
