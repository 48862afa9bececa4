import type { Hono } from "hono";
import { sleep } from "../clock.ts";
import type { EmulatorState } from "../emulator-state.ts";
import type { FaultPlan } from "../fault/fault-plan.ts";
import { withFaults } from "../fault/with-faults.ts";
import type { RequestLog } from "../request-log.ts";
import type { ApiEnvironment } from "../routes/api-environment.ts";
import type { Mount } from "./mount.ts";

/** A request, in process or from a socket. */
export interface Arrival {
  readonly request: Request;
  /** The URL as the caller knows it. */
  readonly url: string;
  /** Path and query as a listening emulator would see them. */
  readonly path: string;
  readonly mount: Mount;
}

/** The parts of an emulator that a request passes. */
export interface Service {
  readonly state: EmulatorState;
  readonly routes: Hono<ApiEnvironment>;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
}

/**
 * Answers a request: records it, then lets faults and routes at it.
 *
 * @throws `ConnectionReset` where the connection is to break off instead.
 */
export async function answerRequest(
  { state, routes, faults, log }: Service,
  { request, url, path, mount }: Arrival,
): Promise<Response> {
  const { method, signal } = request;
  const { pathname } = new URL(path, "http://emulator");
  const struck = faults.strike(method, pathname);
  const { headers, body } = await log.record(request, { url, path });
  const { clock, latencyMs } = state.settings;
  if (latencyMs > 0) await sleep(clock, latencyMs, signal);
  const inner = new Request(new URL(path, "http://emulator"), {
    method,
    headers,
    signal,
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  return withFaults({ faults: struck, signal, clock }, async () => routes.fetch(inner, { mount }));
}
