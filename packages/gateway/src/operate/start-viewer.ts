import { ConfigError } from "../config/config-error.ts";

/** A viewer that runs beside the gateway. */
export interface RunningViewer {
  readonly url: string;
  /** What it takes for a key of Braintrust's API. */
  readonly apiKey: string;
  close(): Promise<void>;
}

const PORT = 4777;

/**
 * Starts the collector of `braintrust-replicate-viewer`, which is a package of its own: only who asks
 * for it needs it.
 *
 * @throws {ConfigError} when it is not installed, or its port is taken.
 */
export async function startViewer(): Promise<RunningViewer> {
  const viewer = await import("braintrust-replicate-viewer").catch(() => {
    throw new ConfigError(
      "option --viewer: needs the package braintrust-replicate-viewer; npm install braintrust-replicate-viewer",
    );
  });
  const collector = viewer.createCollector();
  const listening = await collector.listen({ port: PORT }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `option --viewer: cannot listen on port ${PORT} (${reason}); if a viewer runs there, leave --viewer ` +
        `out and set BRAINTRUST_APP_URL=http://127.0.0.1:${PORT} BRAINTRUST_API_KEY=local`,
    );
  });
  return { url: listening.url, apiKey: "local", close: () => listening.close() };
}
