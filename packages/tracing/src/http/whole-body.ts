import type { BodyCapture } from "../exchange/capture-body.ts";
import type { BodyObserver } from "../exchange/http-exchange.ts";
import type { ErrorListener } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";

/** What becomes of a JSON body, of which exactly one thing happens. */
export interface WholeBodyEnds {
  /** It is here, or what is left of one that is too long. */
  readonly whole: (body: unknown, truncated: boolean) => void;
  /** It is here and is not JSON. */
  readonly unreadable: (text: string) => void;
  readonly broke: BodyObserver["broke"];
  readonly onError: ErrorListener;
}

/** Observes a body that says something when it is whole. */
export class WholeBody implements BodyObserver {
  readonly #capture: BodyCapture;
  readonly #ends: WholeBodyEnds;
  #over = false;

  constructor(capture: BodyCapture, ends: WholeBodyEnds) {
    this.#capture = capture;
    this.#ends = ends;
  }

  push(chunk: Uint8Array | string): void {
    if (!this.#over) this.#safely(() => this.#capture.push(chunk));
  }

  end(): void {
    this.#finish(() => {
      const { text, truncated } = this.#capture.end();
      const parsed = text === undefined ? { value: undefined } : parse(text);
      if (parsed) this.#ends.whole(parsed.value, truncated);
      else this.#ends.unreadable(text ?? "");
    });
  }

  parsed(body: unknown): void {
    this.#finish(() => this.#ends.whole(body, false));
  }

  broke(why: "stopped" | "lost", error?: unknown): void {
    this.#finish(() => this.#ends.broke(why, error));
  }

  #finish(work: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#safely(work);
  }

  #safely(work: () => void): void {
    runSafely(this.#ends.onError, work);
  }
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
