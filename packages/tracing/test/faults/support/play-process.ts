import { setTimeout as sleep } from "node:timers/promises";
import { runProgram, type ProgramResult } from "../../support/run-program.ts";
import { startScene } from "../../support/start-scene.ts";
import type { ProcessFault, SpanSaid } from "./fault.ts";
import { spanSaid } from "./span-said.ts";

/** What became of a process, bare and traced. */
export interface PlayedProcess {
  readonly bare: string;
  readonly traced: string;
  readonly spans: readonly SpanSaid[];
}

/** Lets a program end badly, in two processes at once: bare and traced. */
export async function playProcess({ ending, braintrust }: ProcessFault): Promise<PlayedProcess> {
  const scene = await startScene({ flushes: braintrust === undefined });
  await braintrust?.(scene);
  const results = (["bare", "traced"] as const).map((way) =>
    runProgram("ends-badly", scene.appUrl, [ending, way]),
  );
  const [bare, traced] = await Promise.all(results);
  // What was sent last may still be on its way through the collector.
  await sleep(20);
  const spans = scene.collector.store.rows().map(spanSaid);
  return { bare: endOf(bare), traced: endOf(traced), spans };
}

/** How a process ended: its code or signal, and what it said. */
function endOf(result: ProgramResult | undefined): string {
  if (result === undefined) return "nothing";
  const { code, signal, stdout, stderr } = result;
  const end = signal === null ? `exits with ${code}` : `dies of ${signal}`;
  const said = stdout.trim() === "" ? undefined : `prints ${JSON.stringify(stdout.trim())}`;
  const error = /^\w*Error: .*$/m.exec(stderr)?.[0];
  const why = error === undefined ? undefined : `on ${error}`;
  return [end, why, said].filter((part) => part !== undefined).join(", ");
}
