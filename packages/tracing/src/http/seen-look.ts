import { BodyCapture } from "../exchange/capture-body.ts";
import type { BodyObserver, SeenExchange, SeenHead } from "../exchange/http-exchange.ts";
import type { SeenContext } from "./seen-creation.ts";
import { WholeBody } from "./whole-body.ts";

/** A request that looks at an execution or cancels it. One that fails is not the end of it. */
export class SeenLook implements SeenExchange {
  readonly #context: SeenContext;

  constructor(context: SeenContext) {
    this.#context = context;
  }

  responded({ status }: SeenHead): BodyObserver | undefined {
    if (status >= 400) return undefined;
    const { trace, bodyLimit, onError } = this.#context;
    return new WholeBody(new BodyCapture(bodyLimit), {
      onError,
      whole: (body, truncated) => trace.answered(body, truncated),
      unreadable: () => {},
      broke: () => {},
    });
  }

  failed(): void {}
}
