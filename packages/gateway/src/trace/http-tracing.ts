/** One request and its answer. */
export interface SeenExchange {
  responded(head: {
    readonly status: number;
    readonly contentType: string | undefined;
  }): BodyObserver | undefined;
  failed(error: unknown, about?: { readonly ownAbort?: boolean }): void;
}

/** Wants to see a body. */
export interface BodyObserver {
  push(chunk: Uint8Array): void;
  end(): void;
  broke(why: "stopped" | "lost", error?: unknown): void;
}
