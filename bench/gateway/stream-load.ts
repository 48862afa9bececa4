import { get, request as httpRequest, Agent } from "node:http";

/** Which streams to read, and how many at once. */
export interface StreamPlan {
  /** With `/v1`. */
  readonly base: string;
  readonly streams: number;
}

/** How late events were, in milliseconds behind their sending. */
export interface StreamResult {
  readonly events: number;
  readonly p50: number;
  readonly p99: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

async function createdStream(base: string): Promise<string> {
  const body = JSON.stringify({ input: { prompt: "a heron" } });
  const url = new URL(`${base}/models/meta/meta-llama-3-8b-instruct/predictions`);
  const text = await new Promise<string>((resolve, reject) => {
    const request = httpRequest(url, { agent, method: "POST" }, (response) => {
      let received = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => (received += piece));
      response.on("end", () => resolve(received));
    });
    request.on("error", reject);
    request.end(body);
  });
  return (JSON.parse(text) as { urls: { stream: string } }).urls.stream;
}

async function read(url: string, delays: number[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.on("data", (piece: Buffer) => {
        const now = process.hrtime.bigint();
        for (const [, sent] of piece.toString("latin1").matchAll(/data: (\d{6,})/g)) {
          delays.push(Number(now - BigInt(sent ?? 0)) / 1e6);
        }
      });
      response.on("end", resolve);
      response.on("error", reject);
    }).on("error", reject);
  });
}

async function run({ base, streams }: StreamPlan): Promise<StreamResult> {
  const urls: string[] = [];
  for (let index = 0; index < streams; index++) urls.push(await createdStream(base));
  const delays: number[] = [];
  await Promise.all(urls.map((url) => read(url, delays)));
  delays.sort((a, b) => a - b);
  const at = (share: number): number => delays[Math.floor(delays.length * share)] ?? 0;
  return { events: delays.length, p50: at(0.5), p99: at(0.99) };
}

const plan = process.argv[2];
if (plan !== undefined) process.send?.(await run(JSON.parse(plan) as StreamPlan));
process.disconnect?.();
agent.destroy();
