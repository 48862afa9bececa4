import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCollector } from "braintrust-replicate-viewer";
import { expect, it, onTestFinished } from "vitest";
import { readMetric } from "./support/read-metric.ts";
import { listening, runCli } from "./support/run-cli.ts";
import { startTestGateway } from "./support/start-stage.ts";
import { startUpstream } from "./support/start-upstream.ts";

const TOKEN = "r8_this_token_must_not_be_logged_anywhere";

it("finishes what is under way, sends the rows, and ends with 0", { timeout: 60_000 }, async () => {
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
});

it("sends what it knows of executions without an end", async () => {
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

it("cuts off what takes longer than its limit", async () => {
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

it("does not wait for clients that only keep their connection", async () => {
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

it("lets a slow client have the whole of an answer", async () => {
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
