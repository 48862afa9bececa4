import { initLogger } from "braintrust";
import { createCollector, type CollectedRow } from "braintrust-replicate-viewer";

/** A logger as an app has one, and what it sent. */
export interface LoggedIn {
  /** Everything logged so far. */
  rows(): Promise<readonly CollectedRow[]>;
  close(): Promise<void>;
}

/** Starts a collector and makes Braintrust's own logger log to it. */
export async function logIn(): Promise<LoggedIn> {
  const collector = createCollector();
  const listening = await collector.listen({ port: 0 });
  const logger = initLogger({
    projectName: "transparency",
    appUrl: listening.url,
    apiKey: "local",
  });
  return {
    async rows() {
      await logger.flush();
      return collector.store.rows();
    },
    close: () => listening.close(),
  };
}
