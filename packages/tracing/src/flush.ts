import { report, printOnce } from "./diagnostics/diagnostics.ts";
import { mustBe } from "./diagnostics/mistake.ts";
import { processWide } from "./process-wide.ts";

/** Options of {@link flush}. */
export interface FlushOptions {
  /** Milliseconds to wait at most. Default 10,000: the SDK itself may wait for minutes. */
  readonly timeoutMs?: number;
}

/**
 * Sends everything that is known now, the present state of open executions included, and ends
 * none. For serverless functions, before the process is frozen. Resolves when it is sent or the
 * time is over; never rejects.
 *
 * @throws {TypeError} when `timeoutMs` is not a number of 0 or above.
 *
 * @example
 * ```ts
 * export async function handler(event) {
 *   const output = await replicate.run("owner/model", { input: event });
 *   await flush({ timeoutMs: 2000 });
 *   return output;
 * }
 * ```
 */
export async function flush({ timeoutMs = 10_000 }: FlushOptions = {}): Promise<void> {
  if (typeof timeoutMs !== "number" || !(timeoutMs >= 0)) {
    throw mustBe("option `timeoutMs`", "a number of 0 or above", timeoutMs);
  }
  const { executions, sinks } = processWide();
  executions.present();
  const sent = Promise.all(
    [...sinks].map(async (sink) => {
      try {
        await sink.flush();
      } catch (error) {
        // One that fails, at once or later, keeps nobody from waiting for the others.
        report(printOnce, "flushing failed", error);
      }
    }),
  );
  await new Promise<void>((resolve) => {
    // A timer that is to wait longer does not wait at all.
    const timer = setTimeout(resolve, Math.min(timeoutMs, 2 ** 31 - 1));
    void sent.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
