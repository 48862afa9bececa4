import { readProblem } from "../wire/problem.ts";
import { BodyCapture } from "../exchange/capture-body.ts";
import type { CallTrace } from "../exchange/call.ts";
import type { BodyObserver, SeenExchange, SeenHead } from "../exchange/http-exchange.ts";
import type { ErrorListener } from "../diagnostics/diagnostics.ts";
import { networkFailure } from "./network-failure.ts";
import { WholeBody } from "./whole-body.ts";

/** What an exchange tells to whom. */
export interface SeenContext {
  readonly trace: CallTrace;
  readonly bodyLimit: number;
  readonly onError: ErrorListener;
  /** Whether Replicate was asked to hold its answer until there is an output. */
  readonly held: boolean;
}

/** A request that creates an execution, which ends with it when it fails. */
export class SeenCreation implements SeenExchange {
  readonly #context: SeenContext;

  constructor(context: SeenContext) {
    this.#context = context;
  }

  responded({ status }: SeenHead): BodyObserver {
    const { trace, bodyLimit, onError, held } = this.#context;
    if (status >= 400) return this.#refused(status);
    return new WholeBody(new BodyCapture(bodyLimit), {
      onError,
      whole: (body, truncated) => {
        trace.answered(body, truncated);
        if (held) trace.settled();
        // What is no prediction is over.
        trace.returned();
      },
      unreadable: () => trace.threw(new Error("the answer is not JSON")),
      broke: (why, error) => (why === "stopped" ? trace.stopped() : this.failed(error)),
    });
  }

  failed(error: unknown, about?: { readonly ownAbort?: boolean }): void {
    const { trace } = this.#context;
    if (about?.ownAbort === true) trace.stopped();
    else trace.threw(networkFailure(error));
  }

  /** It is over now: nobody has to read what the refusal says. When somebody does, it says more. */
  #refused(status: number): BodyObserver {
    const { trace, bodyLimit, onError } = this.#context;
    const tell = (text: string | undefined): void =>
      trace.threw(Object.assign(new Error(readProblem(text, status)), { status }));
    tell(undefined);
    return new WholeBody(new BodyCapture(Math.min(bodyLimit, LONGEST_PROBLEM)), {
      onError,
      whole: (body) => tell(JSON.stringify(body)),
      unreadable: tell,
      broke: () => {},
    });
  }
}

const LONGEST_PROBLEM = 64 * 1024;
