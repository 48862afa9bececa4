/** Which requests a fault meets. */
export interface FaultTarget {
  /** The exact path, such as `/logs3`, or a prefix ending in `*`, such as `/attachment-bytes/*`. */
  readonly path: string;
  /** How many requests; until `clear()` unless said. */
  readonly times?: number;
}

/** An HTTP failure to answer with. */
export interface FailureTarget extends FaultTarget {
  /** The status to answer, 500 unless said. */
  readonly status?: number;
  /** How many requests; 1 unless said. */
  readonly times?: number;
  /** Do the work and fail afterwards, as when an answer is lost; otherwise nothing is done. */
  readonly afterHandling?: boolean;
}

type Effect = "hang" | "rubbish" | { readonly status: number; readonly afterHandling: boolean };

interface ArmedFault {
  readonly path: string;
  readonly effect: Effect;
  left: number;
}

/** Makes the collector misbehave on purpose, so that tests see what a tracing library does then. */
export class FaultSwitches {
  readonly #armed: ArmedFault[] = [];
  readonly #hanging = new Set<() => void>();

  /**
   * Answers the next requests with an HTTP failure.
   *
   * @example
   * collector.faults.failNext({ path: "/logs3", status: 503, times: 2 });
   */
  failNext(target: FailureTarget): void {
    const { path, status = 500, times = 1, afterHandling = false } = target;
    this.#armed.push({ path, effect: { status, afterHandling }, left: times });
  }

  /** Leaves requests without an answer until `clear()`, or until the client or the server goes. */
  hang(target: FaultTarget): void {
    this.#armed.push({ path: target.path, effect: "hang", left: target.times ?? Infinity });
  }

  /** Answers 200 with a page that is no JSON, as a proxy in between does. */
  answerRubbish(target: FaultTarget): void {
    this.#armed.push({ path: target.path, effect: "rubbish", left: target.times ?? Infinity });
  }

  /** Ends every fault; requests that hang are answered 503. */
  clear(): void {
    this.#armed.length = 0;
    for (const release of this.#hanging) release();
    this.#hanging.clear();
  }

  /** Answers a request through the fault armed for its path, or through `handle`. */
  async answer(request: Request, handle: () => Promise<Response>): Promise<Response> {
    const fault = this.#take(new URL(request.url).pathname);
    if (fault === undefined) return handle();
    if (fault === "hang") return this.#holdBack(request);
    if (fault === "rubbish") {
      return new Response("<html>Bad Gateway</html>", { headers: { "content-type": "text/html" } });
    }
    if (fault.afterHandling) await handle();
    return Response.json({ error: "failed on purpose" }, { status: fault.status });
  }

  #take(path: string): Effect | undefined {
    const fault = this.#armed.find((armed) => armed.left > 0 && matches(armed.path, path));
    if (fault === undefined) return undefined;
    fault.left -= 1;
    return fault.effect;
  }

  #holdBack(request: Request): Promise<Response> {
    return new Promise((resolve) => {
      const release = (): void => {
        this.#hanging.delete(release);
        resolve(Response.json({ error: "held back on purpose" }, { status: 503 }));
      };
      this.#hanging.add(release);
      request.signal.addEventListener("abort", release, { once: true });
    });
  }
}

function matches(pattern: string, path: string): boolean {
  return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
