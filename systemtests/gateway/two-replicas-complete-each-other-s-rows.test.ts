import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Replicate from "replicate";
import { expect, it } from "vitest";
import { freePort } from "../../packages/gateway/test/support/free-port.ts";
import { findNginx } from "./support/nginx.ts";
import { startProcess } from "./support/processes.ts";
import { startSystemStage, type GatewayProcess, type SystemStage } from "./support/system-stage.ts";

const SECRET = ["--secret", "a secret that the replicas share"];
const TEXT = { input: { prompt: "the sea" } };

const nginx = findNginx();

/** A real nginx that gives one request to each in turn. */
async function startNginx(replicas: readonly GatewayProcess[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "gateway-nginx-"));
  const port = await freePort();
  const servers = replicas.map(({ url }) => `server ${new URL(url).host} max_fails=1;`).join("\n");
  const config = `
    daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events {}
    http {
      access_log off;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/a; uwsgi_temp_path ${folder}/b; scgi_temp_path ${folder}/c;
      upstream replicas { ${servers} keepalive 16; }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://replicas;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_buffering off;
          proxy_request_buffering off;
          proxy_read_timeout 130s;
          proxy_next_upstream error timeout;
        }
      }
    }`;
  const file = join(folder, "nginx.conf");
  writeFileSync(file, config);
  startProcess(nginx, ["-c", file, "-p", folder]);
  const url = `http://127.0.0.1:${port}`;
  await expect.poll(() => answers(`${url}/healthz`)).toBe(true);
  return url;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function startReplicas(): Promise<{
  readonly stage: SystemStage;
  readonly replicas: readonly [GatewayProcess, GatewayProcess];
  readonly url: string;
}> {
  const stage = await startSystemStage();
  const replicas = [await stage.startGateway(SECRET), await stage.startGateway(SECRET)] as const;
  return { stage, replicas, url: await startNginx(replicas) };
}

function clientOf(url: string): Replicate {
  return new Replicate({ auth: "r8_test", baseUrl: `${url}/v1`, useFileOutput: false });
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split("\n").find((one) => one.startsWith(name)) ?? "";
  return Number(line.slice(line.lastIndexOf(" ") + 1));
}

async function requestsOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(/^braintrust_replicate_gateway_requests_total\{.*\} (\d+)$/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

it("whichever of them creates, polls, streams or cancels", async () => {
  const { stage, replicas, url } = await startReplicas();
  const replicate = clientOf(url);
  const wait = { mode: "poll", interval: 20 } as const;
  for (let round = 0; round < 5; round++) {
    expect(await replicate.run("acme/text", { ...TEXT, wait })).toEqual([
      "Once",
      " upon",
      " a",
      " time",
    ]);
    let text = "";
    for await (const { event, data } of replicate.stream("acme/text", TEXT)) {
      if (event === "output") text += data;
    }
    expect(text).toBe("Once upon a time");
    const slow = await replicate.predictions.create({ model: "acme/slow", ...TEXT });
    expect((await replicate.predictions.cancel(slow.id)).status).toBe("canceled");
  }
  const rows = await stage.rowsOf(15);
  expect(rows).toHaveLength(15);
  for (const row of rows) {
    const canceled = row.metadata?.["model"] === "acme/slow";
    expect(row).toMatchObject({
      span_attributes: { name: "replicate.predictions.create", type: "llm" },
      input: TEXT.input,
      metadata: { prediction_id: row.id, status: canceled ? "canceled" : "succeeded" },
    });
    expect(row.output).toBe(canceled ? undefined : "Once upon a time");
    expect(row.metrics?.["end"]).toBeGreaterThanOrEqual(Number(row.metrics?.["start"]));
    expect(row.metadata?.["incomplete"] ?? null).toBeNull();
  }
  expect(rows.filter((row) => row.metrics?.["time_to_first_token"] !== undefined)).toHaveLength(5);
  // nginx has given each of them half of the requests.
  const shares = await Promise.all(replicas.map(({ url: own }) => requestsOf(own)));
  for (const share of shares) expect(share).toBeGreaterThan(10);
});

it("one is killed in the middle", async () => {
  const { stage, replicas, url } = await startReplicas();
  const [killed] = replicas;
  const replicate = clientOf(url);
  const created = await Promise.all(
    Array.from({ length: 20 }, () =>
      replicate.predictions.create({ model: "acme/iterator", ...TEXT }),
    ),
  );
  const waiting = "braintrust_replicate_gateway_rows_waiting";
  // What was posted stands; from now on nothing that the one to be killed is told gets out of it.
  for (const { url: own } of replicas) {
    await expect.poll(() => metric(own, waiting)).toBe(0);
  }
  const posted = stage.collector.store.rows().length;
  expect(posted).toBe(20);
  stage.collector.faults.hang({ path: "/logs3" });
  const lost = await Promise.all(
    Array.from({ length: 10 }, () =>
      clientOf(killed.url).predictions.create({ model: "acme/iterator", ...TEXT }),
    ),
  );
  await expect.poll(() => metric(killed.url, waiting)).toBe(lost.length);
  killed.child.kill("SIGKILL");
  await killed.ended;
  stage.collector.faults.clear();

  const done = await Promise.all(
    [...created, ...lost].map((prediction) => replicate.wait(prediction, { interval: 50 })),
  );
  for (const { status } of done) expect(status).toBe("succeeded");
  const rows = await stage.endedRowsOf(30);
  const isComplete = (id: string): boolean => {
    const row = rows.find((one) => one.id === id);
    return (
      row?.input !== undefined &&
      row.output === "one two three" &&
      row.metadata?.["model"] !== undefined
    );
  };
  expect(created.filter(({ id }) => !isComplete(id))).toEqual([]);
  // Their beginnings were handed over and not yet posted; what became of them is there.
  const incomplete = lost.filter(({ id }) => !isComplete(id));
  expect(incomplete).toHaveLength(lost.length);
  for (const { id } of incomplete) {
    expect(rows.find((row) => row.id === id)).toMatchObject({
      output: "one two three",
      metadata: { status: "succeeded" },
    });
  }
});
