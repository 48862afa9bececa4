import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { apiRoutes } from "../api/api-routes.ts";
import { EventHub } from "../api/event-hub.ts";
import type { RejectedRow } from "../collector/collector-context.ts";
import { answerErrors, collectorRoutes, MAX_BODY_BYTES } from "../collector/collector-routes.ts";
import type { Listening, ListenOptions } from "../collector/listen.ts";
import { listen } from "../collector/listen.ts";
import { Registry } from "../collector/registry.ts";
import type { TrustedServer } from "../keeper/copy-policy.ts";
import { copyPolicy, REPLICATE_HOSTS } from "../keeper/copy-policy.ts";
import type { FetchFileOptions } from "../keeper/fetch-file.ts";
import { FileKeeper } from "../keeper/file-keeper.ts";
import type { Archive } from "../storage/open-archive.ts";
import { openArchive } from "../storage/open-archive.ts";
import { RegisteredNames } from "../storage/registered-names.ts";
import type { RowStore } from "../store/row-store.ts";
import { keepWithinLimits } from "./keep-within-limits.ts";
import { requireKey } from "./require-key.ts";
import { tellHub } from "./tell-hub.ts";
import { viewerVersion } from "./viewer-version.ts";

const GIGABYTE = 1_000_000_000;

/** How a viewer is built; everything has a default. */
export interface ViewerOptions {
  /** Where everything is kept; `.braintrust-replicate` in the working directory unless said. */
  readonly directory?: string;
  /** The only key that is accepted, by SDKs and by the page; any unless said. */
  readonly apiKey?: string;
  /** Seconds that a trace is kept after its last row; without end unless said. */
  readonly retentionSeconds?: number;
  /** Bytes that are kept, then the oldest traces go; 2 GB unless said. */
  readonly maxBytes?: number;
  /** Hosts whose files are copied, besides Replicate's own; `*.` in front means all below. */
  readonly copyFrom?: readonly string[];
  /** Servers on this machine whose files are copied, such as the emulator; none unless said. */
  readonly trustedServers?: readonly TrustedServer[];
  /** The addresses of a host, for tests; the system's resolver unless said. */
  readonly resolve?: FetchFileOptions["resolve"];
  /** Hears what a person should know: a damaged database set aside, a full disk. */
  readonly onNotice?: (message: string) => void;
  /** Hears of rows that were left out of their batch. */
  readonly onRejectedRow?: (rejected: RejectedRow) => void;
}

/** A collector that keeps what it collects, with a page that shows it. */
export interface Viewer {
  /** Answers one request; never throws. */
  fetch(request: Request): Promise<Response>;
  /** Serves `fetch` over HTTP. Rejects with the system's error, such as `EADDRINUSE`. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** What was logged. */
  readonly store: RowStore;
  /** Where it is kept; absolute. */
  readonly directory: string;
  /** Lets go of the directory; what is under way is taken up by the next start. Again, it does nothing. */
  close(): void;
}

/**
 * Builds a viewer on a directory: the collector of `createCollector`, with everything on the disk
 * before it is acknowledged, output files copied, and the page with its API. Throws an error with a
 * message for people where the directory cannot be used.
 *
 * @example
 * const viewer = createViewer({ directory: "/tmp/traces" });
 * const { url } = await viewer.listen({ port: 4777 });
 */
export function createViewer(options: ViewerOptions = {}): Viewer {
  const { onNotice = () => {}, maxBytes = 2 * GIGABYTE } = options;
  const rules = {
    hosts: [...REPLICATE_HOSTS, ...(options.copyFrom ?? [])],
    trustedServers: options.trustedServers ?? [],
  };
  const archive = openArchive({
    path: options.directory ?? ".braintrust-replicate",
    limits: {
      maxBytes,
      ...(options.retentionSeconds === undefined
        ? {}
        : { retentionSeconds: options.retentionSeconds }),
    },
    copyPolicy: copyPolicy(rules),
    onFilesToCopy: () => keeper.nudge(),
    onSetAside: (path) => onNotice(`The database was damaged. It was set aside as ${path}.`),
  });
  const keeper = new FileKeeper({
    archive,
    rules,
    limits: {
      maxFileBytes: GIGABYTE / 4,
      maxTotalBytes: maxBytes,
      maxAtOnce: 4,
      timeoutMs: 120_000,
    },
    onProblem: onNotice,
    ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
  });
  const stopTidying = keepWithinLimits(archive, onNotice);
  const fetch = answerer(archive, options);
  keeper.nudge();
  let isOpen = true;
  return {
    fetch,
    listen: (listenOptions) => listen(fetch, listenOptions),
    store: archive.store,
    directory: archive.directory.path,
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      stopTidying();
      keeper.stop();
      archive.close();
    },
  };
}

function answerer(
  archive: Archive,
  options: ViewerOptions,
): (request: Request) => Promise<Response> {
  const { apiKey, onRejectedRow = () => {}, onNotice = () => {} } = options;
  const registry = new Registry(new RegisteredNames(archive.sql));
  const hub = new EventHub(randomUUID().slice(0, 8));
  tellHub(hub, archive.store, registry);
  const app = new Hono();
  app.route("/", apiRoutes({ archive, registry, hub, version: viewerVersion() }));
  const collector = {
    store: archive.store,
    registry,
    maxBodyBytes: MAX_BODY_BYTES,
    maxPayloadBytes: undefined,
    overflowUpload: "PUT",
    onRejectedRow,
  } as const;
  app.route("/", collectorRoutes(collector));
  answerErrors(app, onNotice);
  return async (request) =>
    (apiKey === undefined ? undefined : await requireKey(request, apiKey)) ?? app.fetch(request);
}
