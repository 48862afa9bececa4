import { flush, initLogger } from "braintrust";
import { createCollector, type CollectedRow, type RowStore } from "braintrust-replicate-viewer";
import { deferredWorkDone } from "../../support/deferred-work-done.ts";

/** What Braintrust's SDK posted since the last time. */
export interface Posted {
  /** The merged rows. */
  readonly rows: readonly CollectedRow[];
  /** Every body as it left, rows and all else. */
  readonly bodies: readonly string[];
  readonly attachment: RowStore["attachment"];
}

/** Braintrust's real SDK in front of a collector in this process. */
export interface InProcessLog {
  /** Flushes, answers what was posted, and forgets it. */
  take(): Promise<Posted>;
  close(): Promise<void>;
}

/**
 * Points the SDK of this process to a collector of this process, whose rows take no socket. Only
 * the bytes of attachments do: the SDK uploads them with the global `fetch`.
 */
export async function logInProcess(): Promise<InProcessLog> {
  const files = createCollector();
  const listening = await files.listen();
  let collector = createCollector();
  let bodies: string[] = [];
  initLogger({
    projectName: "corpus",
    apiKey: "local",
    appUrl: listening.url,
    forceLogin: true,
    async fetch(input, init) {
      const request = new Request(input, init);
      if (request.method !== "GET") bodies.push(await request.clone().text());
      const { pathname } = new URL(request.url);
      return (pathname.startsWith("/attachment") ? files : collector).fetch(request);
    },
  });
  return {
    async take() {
      await deferredWorkDone();
      await flush();
      const { store } = collector;
      const attachment: RowStore["attachment"] = (key) => files.store.attachment(key);
      const posted = { rows: store.rows(), bodies, attachment };
      collector = createCollector();
      bodies = [];
      return posted;
    },
    close: () => listening.close(),
  };
}
