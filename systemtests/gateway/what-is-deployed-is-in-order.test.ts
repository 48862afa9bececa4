import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { expect, it } from "vitest";
import { variableOf } from "../../packages/gateway/src/config/read-config.ts";
import { freePort } from "../../packages/gateway/test/support/free-port.ts";
import { findNginx } from "./support/nginx.ts";
import { runProgram, startProcess } from "./support/processes.ts";
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

it("nginx logs no path, which holds the gateway's key, when no gateway answers", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-nginx-"));
  const log = join(folder, "error.log");
  const port = await freePort();
  const config = readFileSync(`${PACKAGE}deploy/nginx.conf`, "utf8")
    .replaceAll(/gateway-(\d):4780/g, "127.0.0.1:$1")
    .replace("listen 80", `listen 127.0.0.1:${port}`)
    .replace("error_log stderr", `error_log ${log}`);
  const file = join(folder, "nginx.conf");
  const before = `daemon off; master_process off; pid ${folder}/pid; error_log ${log} info;`;
  writeFileSync(file, `${before}\n${config}`);
  startProcess(nginx, ["-c", file, "-p", folder]);
  const ask = (): Promise<number> =>
    fetch(`http://127.0.0.1:${port}/k/the-key-of-the-gateway/v1/predictions`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(ask).toBe(502);
  expect(readFileSync(log, "utf8")).not.toContain("the-key-of-the-gateway");
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
