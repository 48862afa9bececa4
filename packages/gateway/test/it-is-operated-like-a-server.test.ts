import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createCollector } from "braintrust-replicate-viewer";
import { expect, it, onTestFinished } from "vitest";
import { readMetric } from "./support/read-metric.ts";
import { startTestGateway } from "./support/start-stage.ts";
import { startUpstream } from "./support/start-upstream.ts";
import manifest from "../package.json" with { type: "json" };

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const TOKEN = "r8_this_token_must_not_be_logged_anywhere";

interface Cli {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
}

function runCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Cli {
  const tsx = import.meta.resolve("tsx");
  const options = ["--conditions=braintrust-replicate:source", "--import", tsx, CLI, ...args];
  const child = spawn(process.execPath, options, {
    env: { PATH: process.env["PATH"], ...env },
    // A viewer keeps what it collects where it is started.
    cwd: mkdtempSync(join(tmpdir(), "gateway-")),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece: Buffer) => (out += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (err += piece.toString()));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return { child, stdout: () => out, stderr: () => err, ended };
}

async function listening(cli: Cli): Promise<string> {
  await expect.poll(cli.stdout).toContain("Press Ctrl+C");
  return /REPLICATE_BASE_URL=(\S+)/.exec(cli.stdout())?.[1] ?? "";
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

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

it(
  "on SIGTERM finishes what is under way, sends the rows, and ends with 0",
  { timeout: 60_000 },
  async () => {
    const collector = createCollector();
    const braintrust = await collector.listen();
    onTestFinished(() => braintrust.close());
    let answer: () => void = () => {};
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(201, { "content-type": "application/json" });
      response.write('{"id":"abcdefghijklmnopqrstuvwxyz","status":"succeeded",');
      answer = () => response.end('"output":"done","metrics":{"predict_time":1}}');
    });
    const cli = runCli(["--port", "0", "--upstream", upstream, "--log-level", "debug"], {
      BRAINTRUST_API_KEY: "key-of-braintrust",
      BRAINTRUST_APP_URL: braintrust.url,
    });
    const url = await listening(cli);
    const pending = fetch(`${url}/v1/predictions`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, prefer: "wait" },
      body: '{"version":"a/b","input":{"prompt":"a secret prompt"},"webhook":"https://hook.example/s3cret"}',
    });
    const metrics = async () => (await fetch(`${url}/metrics`)).text();
    await expect.poll(metrics).toContain("requests_in_flight 2");
    cli.child.kill("SIGTERM");
    await expect
      .poll(() =>
        fetch(`${url}/healthz`).then(
          () => "up",
          () => "down",
        ),
      )
      .toBe("down");
    answer();
    expect(await (await pending).json()).toMatchObject({ output: "done" });
    expect(await cli.ended).toBe(0);
    expect(collector.store.rows()).toMatchObject([
      { output: "done", metadata: { status: "succeeded" } },
    ]);
    for (const secret of [TOKEN, "key-of-braintrust", "a secret prompt", "s3cret", 'done"']) {
      expect(cli.stderr()).not.toContain(secret);
    }
    const lines = cli.stderr().trim().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toContain("stopped");
  },
);

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

it("on SIGTERM sends what it knows of executions without an end", async () => {
  const collector = createCollector();
  const braintrust = await collector.listen();
  onTestFinished(() => braintrust.close());
  const upstream = await startUpstream(({ method, headers }, response) => {
    if (method === "POST") {
      response.writeHead(201, { "content-type": "application/json" });
      const stream = `http://${headers.host}/v1/streams/x`;
      response.end(JSON.stringify({ id: "p".repeat(26), status: "starting", urls: { stream } }));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("event: output\nid: 1:0\ndata: as far as it came\n\n", () => {
      response.destroy();
    });
  });
  const cli = runCli(["--port", "0", "--upstream", upstream], {
    BRAINTRUST_API_KEY: "key-of-braintrust",
    BRAINTRUST_APP_URL: braintrust.url,
  });
  const url = await listening(cli);
  const created = await fetch(`${url}/v1/models/a/b/predictions`, {
    method: "POST",
    body: JSON.stringify({ input: { n: 1 }, stream: true }),
  });
  const { urls } = (await created.json()) as { urls: { stream: string } };
  await expect(fetch(urls.stream).then((answer) => answer.text())).rejects.toThrow("terminated");
  cli.child.kill("SIGTERM");
  expect(await cli.ended).toBe(0);
  expect(collector.store.rows()).toMatchObject([
    { input: { n: 1 }, output: "as far as it came", metadata: { status: "starting" } },
  ]);
});

it("on SIGTERM cuts off what takes longer than its limit", async () => {
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": hi\n\n");
  });
  const config = join(mkdtempSync(join(tmpdir(), "gateway-")), "gateway.json");
  writeFileSync(config, JSON.stringify({ drainSeconds: 1, port: 0, upstream }));
  const cli = runCli(["--config", config]);
  const url = await listening(cli);
  const stream = await fetch(`${url}/v1/other`);
  cli.child.kill("SIGTERM");
  await expect(stream.text()).rejects.toThrow("terminated");
  expect(await cli.ended).toBe(0);
  expect(cli.stderr()).toContain("requests were cut off");
});

it("on SIGTERM does not wait for clients that only keep their connection", async () => {
  let end: () => void = () => {};
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": hi\n\n");
    end = () => response.end();
  });
  const cli = runCli(["--port", "0", "--upstream", upstream, "--drain-seconds", "3600"]);
  const { port } = new URL(await listening(cli));
  const socket = connect(Number(port), "127.0.0.1");
  await once(socket, "connect");
  socket.write("GET /v1/other HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "data");
  cli.child.kill("SIGTERM");
  await expect
    .poll(() => fetch(`http://127.0.0.1:${port}/healthz`).catch(() => "down"))
    .toBe("down");
  end();
  expect(await cli.ended).toBe(0);
});

it("on SIGTERM lets a slow client have the whole of an answer", async () => {
  const body = JSON.stringify({ id: "x", output: "a".repeat(200_000), end: "whole" });
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
  const gateway = await startTestGateway(upstream, {}, { drainSeconds: 3600 });
  const socket = connect(gateway.port, "127.0.0.1");
  await once(socket, "connect");
  socket.pause();
  // More than the system's buffers take: one of the answers waits in the gateway, though all is written.
  const request = "GET /v1/predictions/x HTTP/1.1\r\nHost: localhost\r\n\r\n";
  socket.write(request.repeat(100));
  await expect.poll(() => readMetric(gateway.url, "requests_in_flight")).toBeGreaterThan(1);
  const answered = () => readMetric(gateway.url, 'requests_total{route="execution",status="200"}');
  let before = -1;
  await expect
    .poll(async () => {
      const is = await answered();
      const settled = is > 0 && is === before;
      before = is;
      return settled;
    })
    .toBe(true);
  const closed = gateway.close();
  let received = "";
  socket.on("data", (piece: Buffer) => (received += piece.toString()));
  await once(socket.resume(), "close");
  expect(received.slice(-20)).toBe(body.slice(-20));
  await closed;
});
