import { setTimeout as delay } from "node:timers/promises";
import { sleep, type Clock } from "../clock.ts";
import { ConnectionReset } from "./connection-reset.ts";
import { damageEvents } from "./damage-events.ts";
import type { Fault } from "./fault.ts";

/** How long bytes already written get to reach the client before its connection is reset. */
const FLUSH_MS = 10;

type Bytes = AsyncGenerator<Uint8Array, void, undefined>;

/** The same answer with its body as the fault leaves it; faults of other kinds change nothing. */
export function damageBody(response: Response, fault: Fault, clock: Clock): Response {
  const { body } = response;
  if (body === null) return response;
  const abandoned = new AbortController();
  const damaged = damagedBytes({ body, fault, clock, signal: abandoned.signal });
  if (damaged === undefined) return response;
  const headers = new Headers(response.headers);
  // A body that is cut short deliberately must not look cut short to the HTTP client.
  if (fault.kind === "malformed-json") headers.delete("content-length");
  const { status } = response;
  return new Response(bodyFrom(damaged, abandoned), { status, headers });
}

interface Damage {
  readonly body: ReadableStream<Uint8Array>;
  readonly fault: Fault;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

function damagedBytes({ body, fault, clock, signal }: Damage): Bytes | undefined {
  switch (fault.kind) {
    case "reset-mid-body":
      return resetAfter(body, fault.afterBytes);
    case "slow-drip":
      return drip(body, fault.bytes, () => sleep(clock, fault.everyMs, signal));
    case "malformed-json":
      return firstHalf(body);
    case "malformed-sse":
    case "sse-without-done":
    case "sse-error-event":
      return damageEvents(body, fault);
    default:
      return undefined;
  }
}

async function* resetAfter(body: AsyncIterable<Uint8Array>, afterBytes: number): Bytes {
  let left = afterBytes;
  for await (const chunk of body) {
    if (left > 0) yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) break;
  }
  await delay(FLUSH_MS);
  throw new ConnectionReset();
}

async function* drip(
  body: AsyncIterable<Uint8Array>,
  size: number,
  pause: () => Promise<void>,
): Bytes {
  for await (const chunk of body) {
    for (let start = 0; start < chunk.length; start += size) {
      yield chunk.subarray(start, start + size);
      await pause();
    }
  }
}

async function* firstHalf(body: AsyncIterable<Uint8Array>): Bytes {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  yield whole.subarray(0, Math.floor(whole.length / 2));
}

function bodyFrom(bytes: Bytes, abandoned: AbortController): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await bytes.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      abandoned.abort();
      await bytes.return();
    },
  });
}
