import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import type { GatewayConfig } from "./config/gateway-config.ts";
import { startDelivery, type Delivery } from "./deliver/start-delivery.ts";
import { Upstream } from "./forward/upstream.ts";
import { Admission } from "./http/admission.ts";
import { createGatewayServer } from "./http/create-server.ts";
import { RequestHandler } from "./http/handle-request.ts";
import { OwnRoutes } from "./http/own-routes.ts";
import { RequestTargets } from "./http/request-target.ts";
import { createLog, type GatewayLog } from "./operate/create-log.ts";
import { GatewayMetrics } from "./operate/metrics.ts";
import { startViewer, type RunningViewer } from "./operate/start-viewer.ts";
import { GatewayUrls } from "./rewrite/gateway-urls.ts";
import { StreamSeal } from "./seal/stream-seal.ts";
import type { GatewayTracing } from "./trace/gateway-tracing.ts";

/** A gateway that runs. */
export interface Gateway {
  /** Where clients on this machine reach it, its key included and `/v1` not. */
  readonly url: string;
  readonly port: number;
  /** Where the viewer is, when one was started. */
  readonly viewerUrl: string | undefined;
  /**
   * Stops it: takes no more requests, lets those under way finish and waiting rows be sent, each
   * within its limit.
   */
  close(): Promise<void>;
}

/**
 * Starts a gateway.
 *
 * @param config - As `readConfig` makes it.
 * @throws the system's error, such as `EADDRINUSE`, when it cannot listen.
 * @example
 * ```ts
 * const config = readConfig({ flags: { port: "0" }, environment: process.env });
 * const gateway = await startGateway(config);
 * const replicate = new Replicate({ auth, baseUrl: `${gateway.url}/v1` });
 * ```
 */
export async function startGateway(given: GatewayConfig): Promise<Gateway> {
  const log = createLog(given.logLevel);
  if (!given.viewer) return start(given, log, undefined);
  const viewer = await startViewer({ onNotice: (message) => log.warn(message) });
  const config = { ...given, braintrustKey: viewer.apiKey, braintrustUrl: viewer.url };
  try {
    return await start(config, log, viewer);
  } catch (error) {
    // It would go on by itself, and keep the process with it.
    await viewer.close();
    throw error;
  }
}

async function start(
  config: GatewayConfig,
  log: GatewayLog,
  viewer: RunningViewer | undefined,
): Promise<Gateway> {
  let delivery: Delivery | undefined;
  const metrics = new GatewayMetrics({
    openExecutions: () => delivery?.tracing.openExecutions ?? 0,
    waitingRows: () => delivery?.waiting ?? 0,
  });
  delivery = await startDelivery(config, { metrics, log });
  const upstream = new Upstream(config.upstream, { headSeconds: config.upstreamTimeout });
  let stopping = false;
  const server = createGatewayServer({
    maxConnections: config.maxConnections,
    handle: handler(config, {
      log,
      metrics,
      upstream,
      tracing: delivery?.tracing,
      stopping: () => stopping,
    }),
    onRefused: (status) => {
      metrics.requestStarted();
      metrics.requestFinished({ route: "refused", status, upstreamMs: undefined });
    },
  });
  const port = await listen(server, config);
  log.info({ host: config.host, port }, "listening");
  return {
    url: urlOf(config, port),
    viewerUrl: viewer?.url,
    port,
    close: async () => {
      stopping = true;
      await drain(server, { log, seconds: config.drainSeconds, running: () => metrics.running });
      await upstream.close();
      await delivery?.stop(config.flushSeconds * 1000);
      await viewer?.close();
      log.info("stopped");
    },
  };
}

function urlOf({ host, publicUrl, key }: GatewayConfig, port: number): string {
  const shownHost = host.includes(":") ? `[${host}]` : host;
  const base = publicUrl?.href.replace(/\/$/, "") ?? `http://${shownHost}:${port}`;
  return key === undefined ? base : `${base}/k/${key}`;
}

function handler(
  config: GatewayConfig,
  parts: {
    readonly log: GatewayLog;
    readonly metrics: GatewayMetrics;
    readonly upstream: Upstream;
    readonly tracing: GatewayTracing | undefined;
    readonly stopping: () => boolean;
  },
): RequestHandler["handle"] {
  const { metrics, stopping } = parts;
  const seal = new StreamSeal(config.secret);
  const targets = new RequestTargets(config.key);
  const requests = new RequestHandler({
    ...parts,
    admission: new Admission(config),
    ownRoutes: new OwnRoutes({
      metrics,
      ready: () => !stopping(),
      missingKey: (target) => targets.missingKey(target),
    }),
    urls: new GatewayUrls(config.upstream, seal),
    seal,
    captureBytes: config.captureBytes,
    closing: stopping,
  });
  return (request, response) => requests.handle(request, response);
}

async function listen(server: Server, { port, host }: GatewayConfig): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: 2048 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

async function drain(
  server: Server,
  about: { readonly log: GatewayLog; readonly seconds: number; readonly running: () => number },
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    about.log.warn({ requests: about.running() }, "requests were cut off: the time is over");
    server.closeAllConnections();
  }, about.seconds * 1000);
  await closed;
  clearTimeout(timer);
}
