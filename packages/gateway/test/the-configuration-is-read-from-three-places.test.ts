import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ConfigError } from "../src/config/config-error.ts";
import { readConfig } from "../src/config/read-config.ts";

function configFile(text: string, name = "gateway.yaml"): string {
  const path = join(mkdtempSync(join(tmpdir(), "gateway-config-")), name);
  writeFileSync(path, text);
  return path;
}

function failure(flags: Record<string, string>, environment: Record<string, string> = {}): string {
  try {
    readConfig({ flags, environment });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("there was no failure");
}

it("has defaults for everything", () => {
  const config = readConfig({ flags: {}, environment: {} });
  expect(config).toMatchObject({
    port: 4780,
    host: "127.0.0.1",
    viewer: false,
    project: undefined,
  });
  expect(config.upstream.href).toBe("https://api.replicate.com/");
});

it("takes a flag before the environment, and that before the file", () => {
  const config = configFile("port: 1\nhost: 127.0.0.2\nproject: from the file\nviewer: true\n");
  const environment = {
    BRAINTRUST_REPLICATE_GATEWAY_CONFIG: config,
    BRAINTRUST_REPLICATE_GATEWAY_PORT: "2",
    BRAINTRUST_REPLICATE_GATEWAY_HOST: "127.0.0.3",
  };
  expect(readConfig({ flags: { port: "3" }, environment })).toMatchObject({
    port: 3,
    host: "127.0.0.3",
    project: { kind: "project_name", value: "from the file" },
    viewer: true,
  });
  const json = configFile('{"port": 5}', "gateway.json");
  expect(readConfig({ flags: { config: json }, environment }).port).toBe(2);
  expect(readConfig({ flags: { config: json }, environment: {} }).port).toBe(5);
});

it("takes Braintrust's own project when it is given none", () => {
  const environment = { BRAINTRUST_PROJECT: "P" };
  const of = (flags: Record<string, string>, more = {}) =>
    readConfig({ flags, environment: { ...environment, ...more } }).project;
  expect(of({})).toEqual({ kind: "project_name", value: "P" });
  expect(of({}, { BRAINTRUST_PROJECT_ID: "7" })).toEqual({ kind: "project_id", value: "7" });
  expect(of({ project: "project_id:8" })).toEqual({ kind: "project_id", value: "8" });
});

it("takes base URLs with and without /v1", () => {
  const of = (upstream: string) =>
    readConfig({ flags: { upstream }, environment: {} }).upstream.href;
  expect(of("https://api.replicate.com/v1")).toBe("https://api.replicate.com/");
  expect(of("http://localhost:9/replicate/v1/")).toBe("http://localhost:9/replicate");
});

it("names the option, what was given and what is allowed", () => {
  expect(failure({ port: "70000" })).toBe(
    'option --port: got "70000"; allowed: a whole number from 0 to 65535',
  );
  expect(failure({}, { BRAINTRUST_REPLICATE_GATEWAY_LOG_LEVEL: "loud" })).toBe(
    'variable BRAINTRUST_REPLICATE_GATEWAY_LOG_LEVEL: got "loud"; allowed: debug, info, warn, error, silent',
  );
  expect(failure({ config: configFile("upstreamTimeout: [1]") })).toMatch(
    /^option upstreamTimeout in .*gateway.yaml: got ""; allowed: a whole number from 65 to 3600/,
  );
  expect(failure({ config: configFile("prot: 1") })).toContain(
    'unknown option "prot"; allowed: port,',
  );
  expect(failure({ config: configFile("- 1") })).toContain("must hold a JSON or YAML object");
  expect(failure({ config: "/nowhere/at/all" })).toContain("cannot be read: ENOENT");
  expect(failure({}, { BRAINTRUST_REPLICATE_GATEWAY_PROT: "1" })).toContain(
    "variable BRAINTRUST_REPLICATE_GATEWAY_PROT: there is no such option",
  );
});

it.each([
  "ftp://x",
  "https://user:pass@x",
  "https://x/?a=1",
  "https://x/#a",
  "not a url",
  "api.replicate.com",
])("refuses %j as an upstream", (upstream) => {
  expect(failure({ upstream })).toContain("option --upstream: got");
});

it("repeats no secret in a message", () => {
  expect(failure({ key: "short&secret" })).toBe(
    "option --key: got 12 characters; allowed: 16 to 256 letters, digits, - and _",
  );
  expect(failure({ secret: "hunter2" })).not.toContain("hunter2");
});

it("asks for a key and a secret beyond loopback", () => {
  expect(failure({ host: "0.0.0.0" })).toContain("that needs --key and --secret as well");
  expect(failure({ host: "::", secret: "0123456789abcdef" })).toContain("that needs --key as well");
  const flags = { host: "0.0.0.0", key: "0123456789abcdef", secret: "0123456789abcdef" };
  expect(readConfig({ flags, environment: {} }).host).toBe("0.0.0.0");
  for (const host of ["127.0.0.5", "::1", "localhost"]) {
    expect(readConfig({ flags: { host }, environment: {} }).host).toBe(host);
  }
});

it("loses no digit of a text in the file", () => {
  const config = configFile(
    "key: 00123456789012345678\nsecret: 12345678901234567890\nproject: 1.10\n",
  );
  expect(readConfig({ flags: { config }, environment: {} })).toMatchObject({
    key: "00123456789012345678",
    secret: "12345678901234567890",
    project: { kind: "project_name", value: "1.10" },
  });
  expect(failure({ config: configFile("project: null") })).toContain("project in");
});

it("starts beside a Kubernetes service of its own name", () => {
  const environment = {
    BRAINTRUST_REPLICATE_GATEWAY_SERVICE_HOST: "10.0.0.7",
    BRAINTRUST_REPLICATE_GATEWAY_SERVICE_PORT: "80",
    BRAINTRUST_REPLICATE_GATEWAY_SERVICE_PORT_HTTP: "80",
    BRAINTRUST_REPLICATE_GATEWAY_PORT: "tcp://10.0.0.7:80",
    BRAINTRUST_REPLICATE_GATEWAY_PORT_80_TCP: "tcp://10.0.0.7:80",
    BRAINTRUST_REPLICATE_GATEWAY_PORT_80_TCP_PROTO: "tcp",
    BRAINTRUST_REPLICATE_GATEWAY_PORT_80_TCP_ADDR: "10.0.0.7",
  };
  expect(readConfig({ flags: {}, environment }).port).toBe(4780);
  const config = configFile("port: 4781");
  expect(readConfig({ flags: { config }, environment }).port).toBe(4781);
});

it("wants a URL for Braintrust, and does not repeat what it got", () => {
  for (const url of ["braintrust.example.com", "ftp://braintrust.example.com", "sk-key"]) {
    const message = failure({}, { BRAINTRUST_APP_URL: url });
    expect(message).toContain("variable BRAINTRUST_APP_URL: got");
    expect(message).not.toContain(url);
  }
});
