/** A stream that hands on what another has. */
export interface Relay {
  readonly relay: ReadableStream;
  /** Takes the other stream. */
  readonly begin: () => void;
  /** Gives it back, where it has not ended. */
  readonly release: () => void;
}

/**
 * Stands before a stream whose reader in native code cannot be watched. It asks for a chunk only
 * when it is asked for one, hands on end, error and cancellation, and holds nothing.
 */
export function relayStream(stream: ReadableStream): Relay {
  let reader: ReadableStreamDefaultReader | undefined;
  let controller: ReadableStreamDefaultController | undefined;
  let reads = false;
  let ended = false;
  let left = false;
  const close = (): void => {
    try {
      controller?.close();
    } catch {
      // It is closed already, or was canceled.
    }
  };
  const relay = new ReadableStream(
    {
      start: (itsOwn) => void (controller = itsOwn),
      async pull() {
        reads = true;
        const step = await reader?.read();
        reads = false;
        if (step?.done === false) controller?.enqueue(step.value);
        if (ended || step?.done === true) close();
      },
      cancel(reason) {
        left = true;
        return reader?.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const release = (): void => {
    left = true;
    reader?.releaseLock();
  };
  const begin = (): void => {
    const taken = stream.getReader();
    reader = taken;
    // Also while nobody asks for a chunk. The end is told before the last chunk is.
    const atEnd = (): void => {
      ended = true;
      if (!reads) close();
      // So that whoever watches the reader hears of the end.
      if (!left) void taken.read();
    };
    taken.closed.then(atEnd, (error: unknown) => controller?.error(error));
  };
  return { relay, begin, release };
}
