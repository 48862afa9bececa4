import { connect, type Socket } from "node:net";

/** What to send, how often at once, and for how long. */
export interface LoadPlan {
  readonly port: number;
  readonly request: string;
  readonly connections: number;
  readonly milliseconds: number;
}

/** What came of it. Latencies in milliseconds. */
export interface LoadResult {
  readonly requests: number;
  readonly failures: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Runs in a process of its own: the plan is an argument, the result a message. */
async function run({ port, request, connections, milliseconds }: LoadPlan): Promise<LoadResult> {
  const message = Buffer.from(request);
  const latencies: number[] = [];
  let failures = 0;
  const start = performance.now();
  const until = start + milliseconds;
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<void>((resolve) => {
          const socket = connect({ port, host: "127.0.0.1", noDelay: true });
          pump(socket, message, {
            until,
            onAnswer: (ms, ok) => {
              latencies.push(ms);
              if (!ok) failures++;
            },
            onEnd: resolve,
          });
        }),
    ),
  );
  const seconds = (performance.now() - start) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    requests: latencies.length,
    failures,
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
  };
}

/** One request after another on one connection. */
function pump(
  socket: Socket,
  message: Buffer,
  about: {
    readonly until: number;
    readonly onAnswer: (milliseconds: number, ok: boolean) => void;
    readonly onEnd: () => void;
  },
): void {
  let received = "";
  let sentAt = performance.now();
  socket.on("connect", () => socket.write(message));
  socket.on("data", (piece: Buffer) => {
    received += piece.toString("latin1");
    if (!isWhole(received)) return;
    const now = performance.now();
    about.onAnswer(now - sentAt, received.startsWith("HTTP/1.1 20"));
    received = "";
    if (now >= about.until) {
      socket.destroy();
      about.onEnd();
      return;
    }
    sentAt = now;
    socket.write(message);
  });
  socket.on("error", () => {
    about.onAnswer(0, false);
    about.onEnd();
  });
}

function isWhole(received: string): boolean {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const head = received.slice(0, end).toLowerCase();
  const length = /content-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) return received.length >= end + 4 + Number(length);
  return received.endsWith("0\r\n\r\n");
}

const plan = process.argv[2];
if (plan !== undefined) process.send?.(await run(JSON.parse(plan) as LoadPlan));
process.disconnect?.();
