import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { RouteName } from "../http/route.ts";

/** Counts of things that others keep; asked when metrics are read. */
export interface Gauges {
  readonly openExecutions: () => number;
  readonly waitingRows: () => number;
}

/** One request that is over. */
export interface FinishedRequest {
  readonly route: RouteName | "refused" | "own";
  readonly status: number;
  readonly upstreamMs: number | undefined;
}

const PREFIX = "braintrust_replicate_gateway_";
const LATENCIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** What Prometheus is told. No label has ids, models or anything else that a client can make up. */
export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<"route" | "status">;
  readonly #latency: Histogram<"route">;
  readonly #rows: Counter<"outcome">;
  /** Children are looked up once: prom-client hashes the labels at every look-up. */
  readonly #requestCounters = new Map<string, Counter.Internal>();
  readonly #latencies = new Map<string, Histogram.Internal<"route">>();
  #running = 0;

  constructor(gauges: Gauges) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry, prefix: PREFIX });
    this.#requests = new Counter({
      name: `${PREFIX}requests_total`,
      help: "Requests that are over, by kind and by the status that the client got",
      labelNames: ["route", "status"],
      registers,
    });
    this.#latency = new Histogram({
      name: `${PREFIX}upstream_seconds`,
      help: "Seconds until the head of Replicate's answer",
      labelNames: ["route"],
      buckets: LATENCIES,
      registers,
    });
    this.#rows = new Counter({
      name: `${PREFIX}rows_total`,
      help: "Rows by what became of them: queued, sent or dropped",
      labelNames: ["outcome"],
      registers,
    });
    for (const outcome of ["queued", "sent", "dropped"]) this.#rows.inc({ outcome }, 0);
    gauge("requests_in_flight", "Requests under way", registers, () => this.#running);
    gauge("executions_open", "Executions without an end", registers, gauges.openExecutions);
    gauge("rows_waiting", "Rows that Braintrust has not got yet", registers, gauges.waitingRows);
  }

  /** How many requests are under way. */
  get running(): number {
    return this.#running;
  }

  requestStarted(): void {
    this.#running++;
  }

  requestFinished({ route, status, upstreamMs }: FinishedRequest): void {
    this.#running--;
    const key = `${route} ${status}`;
    let counter = this.#requestCounters.get(key);
    if (counter === undefined) {
      counter = this.#requests.labels({ route, status: String(status) });
      this.#requestCounters.set(key, counter);
    }
    counter.inc();
    if (upstreamMs === undefined) return;
    let latency = this.#latencies.get(route);
    if (latency === undefined) {
      latency = this.#latency.labels({ route });
      this.#latencies.set(route, latency);
    }
    latency.observe(upstreamMs / 1000);
  }

  rows(outcome: "queued" | "sent" | "dropped", count: number): void {
    this.#rows.inc({ outcome }, count);
  }

  /** All of it in Prometheus' text format. */
  async text(): Promise<{ readonly contentType: string; readonly body: string }> {
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}

function gauge(name: string, help: string, ...[registers, read]: [Registry[], () => number]): void {
  void new Gauge({
    name: PREFIX + name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}
