import type { Stage } from "./stage.ts";

/** Consumes a stream to its end and writes down each event. */
export async function drain(
  { note }: Pick<Stage, "note">,
  stream: AsyncIterable<unknown>,
): Promise<void> {
  for await (const event of stream) note("event", event, String(event));
  note("end of the stream");
}

/** What a promise is rejected with. */
export async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}
