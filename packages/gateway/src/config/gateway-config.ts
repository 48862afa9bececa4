/** How much the gateway says on stderr. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** A Braintrust project, by its name or by its id. */
export interface ProjectName {
  readonly kind: "project_name" | "project_id";
  readonly value: string;
}

/** All that can be set, checked and with defaults. */
export interface GatewayConfig {
  readonly port: number;
  readonly host: string;
  /** Where Replicate's API is: an origin, with a path before `/v1` if it has one. */
  readonly upstream: URL;
  /** How clients reach the gateway, where that differs from the `Host` that they send. */
  readonly publicUrl: URL | undefined;
  /** What stream URLs are sealed under; replicas share it. */
  readonly secret: string | undefined;
  /** Clients must have it in their path: `/k/<key>/v1`. */
  readonly key: string | undefined;
  readonly project: ProjectName | undefined;
  /** The key of Braintrust's API; without one nothing is recorded. From the environment alone. */
  readonly braintrustKey: string | undefined;
  /** Where Braintrust's app is, when it is not the hosted one. From the environment alone. */
  readonly braintrustUrl: string | undefined;
  /** Bytes of a request or an answer that are looked at for tracing. */
  readonly captureBytes: number;
  /** Rows that wait for Braintrust at most. */
  readonly queueRows: number;
  /** Seconds that Replicate may take to begin its answer. */
  readonly upstreamTimeout: number;
  /** Connections that clients may hold at once. */
  readonly maxConnections: number;
  /** Seconds that requests under way get when the gateway is stopped. */
  readonly drainSeconds: number;
  /** Seconds that waiting rows get after that. */
  readonly flushSeconds: number;
  readonly logLevel: LogLevel;
  /** Start the local viewer as well, and log to it. */
  readonly viewer: boolean;
}
