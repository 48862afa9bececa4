import Replicate from "replicate";
import { createEmulator } from "replicate-emulator";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { unwrapReplicate, wrapReplicate } from "../../../src/index.ts";
import { expectEachEndedOnce } from "../../support/expect-each-ended-once.ts";
import { openExecutions } from "../../support/open-executions.ts";
import { startScene, type Scene } from "../../support/start-scene.ts";
import { testModels } from "../../support/test-models.ts";
import { tracedClient } from "../../support/traced-client.ts";
import { tell } from "../../transparency/support/story.ts";
import { BARE, BY_CLASS, watchTracing, type Way } from "../../transparency/support/ways.ts";
import type { StoryEvent } from "../../transparency/support/stage.ts";
import type { Fault, SpanSaid } from "./fault.ts";
import { outcomeOf } from "./outcome-of.ts";
import { spanSaid } from "./span-said.ts";

/** What became of a fault, in one way of running the program. */
export interface Played {
  readonly caller: string;
  readonly events: readonly StoryEvent[];
  readonly spans: readonly SpanSaid[];
  readonly reports: string | undefined;
}

/** How long a broken collector is waited for, which may never have a row, and one that may. */
const PATIENCE_MS = { withoutRows: 400, withRows: 10_000 };

/** Plays a fault with the bare client. */
export async function playBare(fault: Fault): Promise<Pick<Played, "caller" | "events">> {
  const { events } = await tell(fault, BARE);
  return { events, caller: outcomeOf(events) };
}

/** Plays it traced, and reads what the collector has of it. */
export async function playTraced(fault: Fault, way = byClient(fault)): Promise<Played> {
  const scene = await startScene({ flushes: fault.braintrust === undefined });
  await fault.braintrust?.(scene);
  const { events, tracing } = await tell(fault, way);
  const spans = await readSpans(scene, fault);
  scene.collector.faults.clear();
  if (openExecutions() > 0) await closeAll(scene);
  else if (fault.braintrust === undefined) await expectEachEndedOnce(scene);
  return { events, spans, caller: outcomeOf(events), reports: tracing.problems[0]?.message };
}

/** The way of `wrapReplicate(client)`, or the fault's own. */
function byClient({ wrap = wrapReplicate, options: given }: Fault): Way {
  return {
    name: "with its client wrapped",
    async run(tell) {
      const { tracing, options } = watchTracing();
      const wrapped: object[] = [Replicate];
      try {
        await tell((client) => {
          wrapped.push(client);
          return wrap(client, { ...options, ...given });
        });
      } finally {
        wrapped.forEach(unwrapReplicate);
      }
      return tracing;
    },
  };
}

/** The other ways in which a fault is to be played, where it does not bring its own. */
export function otherWays({ wrap, options, braintrust, onlyByClient }: Fault): readonly Way[] {
  return (wrap ?? options ?? braintrust ?? onlyByClient) ? [] : [BY_CLASS];
}

async function readSpans(scene: Scene, { braintrust, spans }: Fault): Promise<readonly SpanSaid[]> {
  if (braintrust === undefined) return (await scene.rows()).map(spanSaid);
  const patience = spans.length === 0 ? PATIENCE_MS.withoutRows : PATIENCE_MS.withRows;
  await Promise.race([scene.rows().catch(() => undefined), sleep(patience)]);
  return scene.collector.store.rows().map(spanSaid);
}

/** What is open by the nature of the fault must not be there in the next test. */
async function closeAll(scene: Scene): Promise<void> {
  const onError = (): void => {};
  const limits = { openExecutions: 1 };
  const client = tracedClient(createEmulator({ models: testModels() }), { limits, onError });
  await client.run("acme/text", { input: {} });
  unwrapReplicate(client);
  expect(openExecutions()).toBe(0);
  await scene.rows();
}
