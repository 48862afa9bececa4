import { expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { listening, runCli } from "./support/run-cli.ts";
import { startUpstream } from "./support/start-upstream.ts";
import manifest from "../package.json" with { type: "json" };

it("prints what to paste for each client, and answers health and metrics", async () => {
  const upstream = await startUpstream((_request, response) => response.end("{}"));
  const cli = runCli(["--port", "0", "--upstream", upstream]);
  const url = await listening(cli);
  for (const text of [`${url}/v1`, "Python, replicate 1.x", "JavaScript", "Go:", "curl"]) {
    expect(cli.stdout()).toContain(text);
  }
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok" });
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: "ok" });
  await (await fetch(`${url}/v1/account`)).text();
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain(
    'braintrust_replicate_gateway_requests_total{route="other",status="200"} 1',
  );
  expect(metrics).toContain("braintrust_replicate_gateway_upstream_seconds_bucket");
  expect(metrics).toContain("braintrust_replicate_gateway_executions_open 0");
  expect(cli.stderr()).toContain("nothing is recorded");
});

it.each([
  [["--port", "seventy"], {}, 'option --port: got "seventy"; allowed: a whole number'],
  [["--host", "0.0.0.0"], {}, "option --host"],
  [["--unknown"], {}, "unknown option '--unknown'"],
  [["extra"], {}, "too many arguments"],
  [
    [],
    { BRAINTRUST_REPLICATE_GATEWAY_UPSTREAM: "ftp://x" },
    "variable BRAINTRUST_REPLICATE_GATEWAY_UPSTREAM",
  ],
])("ends with 2 and one clear error for %j %j", async (args, env, message) => {
  const cli = runCli(args, env as Record<string, string>);
  expect(await cli.ended).toBe(2);
  expect(cli.stderr()).toContain(message);
  expect(cli.stderr()).not.toContain("    at ");
});

it("tells its version", async () => {
  const cli = runCli(["--version"]);
  expect(await cli.ended).toBe(0);
  expect(cli.stdout().trim()).toBe(manifest.version);
});

it("ends with 1 when its port is taken", async () => {
  const upstream = await startUpstream(() => {});
  const cli = runCli(["--port", new URL(upstream).port]);
  expect(await cli.ended).toBe(1);
  expect(cli.stderr()).toContain("EADDRINUSE");
});

it("does not go on with its viewer alone", async () => {
  const upstream = await startUpstream(() => {});
  const cli = runCli(["--viewer", "--port", new URL(upstream).port]);
  // 2 where a viewer has its own port already.
  expect(await cli.ended).toBeGreaterThan(0);
  expect(cli.stderr()).toContain("EADDRINUSE");
});

it("goes on when nobody reads what it prints", async () => {
  const port = await freePort();
  const cli = runCli(["--port", String(port)]);
  cli.child.stdout?.destroy();
  const health = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(health).toBe(200);
  // It has printed by then, or is about to.
  await expect.poll(cli.stderr).toContain("listening");
  expect(await health()).toBe(200);
  cli.child.kill("SIGTERM");
  expect(await cli.ended).toBe(0);
});

it("says once when what it exports by OTLP does not arrive", async () => {
  let status = 503;
  const receiver = await startUpstream((request, response) => {
    request.resume();
    response.writeHead(status).end();
  });
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(201, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: "p".repeat(26), status: "succeeded", output: 1 }));
  });
  const cli = runCli(["--port", "0", "--upstream", upstream], {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver,
    OTEL_EXPORTER_OTLP_TIMEOUT: "300",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_BSP_SCHEDULE_DELAY: "50",
  });
  const url = await listening(cli);
  const create = async (): Promise<void> => {
    const body = JSON.stringify({ input: {} });
    await (await fetch(`${url}/v1/models/a/b/predictions`, { method: "POST", body })).text();
  };
  const said = (text: string) => () => cli.stderr().split(text).length - 1;
  await create();
  await expect.poll(said("does not arrive")).toBe(1);
  status = 200;
  await create();
  await expect.poll(said("arrives again")).toBe(1);
  expect(said("does not arrive")()).toBe(1);
  expect(cli.stderr()).toContain('"signal":"traces"');
});
