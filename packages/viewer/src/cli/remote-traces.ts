import type { CollectedRow } from "../store/collected-row.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { StoreChange } from "../store/row-store.ts";
import { bearer } from "./running-viewer.ts";
import type { TailedStore } from "./tail-traces.ts";

/** The traces of a viewer in another process, as its API tells them. */
export class RemoteTraces implements TailedStore {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #rows = new Map<string, readonly CollectedRow[]>();
  readonly #listeners = new Set<(change: StoreChange) => void>();

  constructor(url: string, apiKey?: string) {
    this.#url = url;
    this.#headers = bearer(apiKey);
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  trace(traceId: string): readonly CollectedRow[] {
    return this.#rows.get(traceId) ?? [];
  }

  attachment(): undefined {
    return undefined;
  }

  /** Listens until the viewer ends or the signal says so. Throws where it cannot be reached. */
  async follow(signal: AbortSignal): Promise<void> {
    const response = await fetch(`${this.#url}/api/events`, { headers: this.#headers, signal });
    if (!response.ok || response.body === null) {
      throw new Error(`The viewer at ${this.#url} answered HTTP ${response.status}`);
    }
    try {
      await this.#read(response.body, signal);
    } catch {
      // The viewer was stopped, or this process is about to.
    }
  }

  async #read(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
    const decoder = new TextDecoder();
    let unread = "";
    for await (const chunk of body) {
      unread += decoder.decode(chunk, { stream: true });
      const events = unread.split("\n\n");
      unread = events.pop() ?? "";
      for (const event of events) await this.#hear(event, signal);
    }
  }

  async #hear(event: string, signal: AbortSignal): Promise<void> {
    if (/^event: cleared$/m.test(event)) this.#tell({ kind: "cleared" });
    if (!/^event: traces?$/m.test(event)) return;
    const data: unknown = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? "null");
    if (!isJsonObject(data)) return;
    const { traceId, traceIds = [traceId] } = data;
    for (const id of Array.isArray(traceIds) ? Array.from<unknown>(traceIds) : []) {
      if (typeof id === "string") await this.#readTrace(id, signal);
    }
  }

  async #readTrace(traceId: string, signal: AbortSignal): Promise<void> {
    const response = await fetch(`${this.#url}/api/traces/${encodeURIComponent(traceId)}/rows`, {
      headers: this.#headers,
      signal,
    });
    const answer: unknown = await response.json();
    if (!isRows(answer)) return;
    this.#rows.set(traceId, answer.rows);
    this.#tell({ kind: "rows", rows: answer.rows });
  }

  #tell(change: StoreChange): void {
    if (change.kind === "cleared") this.#rows.clear();
    for (const listener of this.#listeners) listener(change);
  }
}

/** A viewer has checked its rows before it stored them. */
function isRows(answer: unknown): answer is { readonly rows: readonly CollectedRow[] } {
  return isJsonObject(answer) && Array.isArray(answer["rows"]);
}
