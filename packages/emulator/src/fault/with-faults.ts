import { sleep, type Clock } from "../clock.ts";
import { problemAnswer } from "../http/problem.ts";
import { ConnectionReset } from "./connection-reset.ts";
import { damageBody } from "./damage-body.ts";
import type { Fault } from "./fault.ts";
import { statusProblem } from "./status-problem.ts";

/** A request on its way to its answer. */
export interface Struck {
  readonly faults: readonly Fault[];
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Answers a request with faults: those that strike before the answer, then those in its body.
 *
 * @throws {@link ConnectionReset} where the connection breaks off.
 */
export async function withFaults(
  { faults, signal, clock }: Struck,
  handle: () => Promise<Response>,
): Promise<Response> {
  for (const fault of faults) {
    switch (fault.kind) {
      case "delay":
        await sleep(clock, fault.ms, signal);
        break;
      case "hang":
        return hang(signal);
      case "status":
        return problemAnswer(statusProblem(fault));
      case "reset-before-response":
        if (fault.handled === true) await handle();
        throw new ConnectionReset();
      default:
        break;
    }
  }
  let response = await handle();
  for (const fault of faults) response = damageBody(response, fault, clock);
  return response;
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = (): void => reject(new ConnectionReset());
    if (signal.aborted) give();
    signal.addEventListener("abort", give, { once: true });
  });
}
