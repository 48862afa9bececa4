import type { Prediction } from "./wire/prediction.ts";

/** What is reached under a URL. */
export interface KnownUrl {
  readonly kind: "get" | "cancel" | "stream";
  /** The prediction's id. */
  readonly id: string;
}

const KINDS = ["get", "cancel", "stream"] as const;

/** Three for each of as many executions as are remembered. */
const MOST = 30_000;

/**
 * The URLs under which Replicate said predictions are reached. Their hosts and paths change, and a
 * proxy may put its own in their place: only by having seen them can they be told.
 */
export class KnownUrls {
  readonly #known = new Map<string, KnownUrl>();

  /** Remembers what an answer names; beyond the limit the oldest are forgotten. */
  note({ id, urls }: Pick<Prediction, "id" | "urls">): void {
    for (const kind of KINDS) {
      const url = urls[kind];
      if (typeof url !== "string" || this.#known.get(url)?.id === id) continue;
      this.#known.set(url, { kind, id });
    }
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(oldest);
    }
  }

  /** What a URL is known to reach. */
  find(url: string): KnownUrl | undefined {
    return this.#known.get(url);
  }
}
