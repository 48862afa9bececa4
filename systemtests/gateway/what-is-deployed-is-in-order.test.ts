import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { expect, it } from "vitest";
import { variableOf } from "../../packages/gateway/src/config/read-config.ts";
import { findNginx } from "./support/nginx.ts";
import { runProgram } from "./support/processes.ts";
import { hadolint } from "./support/hadolint.ts";

const PACKAGE = fileURLToPath(new URL("../../packages/gateway/", import.meta.url));
const nginx = findNginx();
const linter = await hadolint();

interface Service {
  readonly build?: string;
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

it("hadolint finds nothing in the Dockerfile", async () => {
  const { stdout, code } = await runProgram(linter, [`${PACKAGE}Dockerfile`]);
  expect({ stdout, code }).toEqual({ stdout: "", code: 0 });
});

it("nginx takes its configuration", async () => {
  const config = readFileSync(`${PACKAGE}deploy/nginx.conf`, "utf8");
  const folder = mkdtempSync(join(tmpdir(), "gateway-nginx-"));
  const file = join(folder, "nginx.conf");
  // The names of the services are only known where they run.
  const here = config.replaceAll(/gateway-\d/g, "127.0.0.1").replace("listen 80", "listen 48080");
  writeFileSync(file, `pid ${folder}/pid;\n${here}`);
  const { code, stderr } = await runProgram(nginx, ["-t", "-c", file, "-p", folder]);
  expect(stderr).toContain("syntax is ok");
  expect(code).toBe(0);
});

it("the compose file has two replicas, and variables that exist", () => {
  const text = readFileSync(`${PACKAGE}deploy/compose.yaml`, "utf8");
  const { services } = parse(text, { merge: true }) as {
    services: Readonly<Record<string, Service>>;
  };
  expect(Object.keys(services)).toEqual(["gateway-1", "gateway-2", "nginx"]);
  expect(services["gateway-1"]).toEqual(services["gateway-2"]);
  const names = Object.keys(services["gateway-1"]?.environment ?? {});
  const known = ["key", "secret", "publicUrl"].map(variableOf);
  expect(names.filter((name) => name.startsWith("BRAINTRUST_REPLICATE_")).toSorted()).toEqual(
    known.toSorted(),
  );
  expect(services["nginx"]?.image).toMatch(/^nginx:\d/);
});
