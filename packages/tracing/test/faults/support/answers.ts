import type { Stage } from "../../transparency/support/stage.ts";
import type { Scenario } from "../../transparency/support/story.ts";
import { drain } from "../../transparency/support/streams.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** An id as Replicate makes them, which nobody has used yet. */
export function freshId(): string {
  return Array.from({ length: 26 }, () => LETTERS[Math.floor(Math.random() * 36)]).join("");
}

/** A prediction that ended well at once, as far as nothing else is said. */
export function prediction(fields: object = {}): object {
  return { id: freshId(), status: "succeeded", input: {}, output: "fine", ...fields };
}

/** Runs a model, and its creation is answered so. A text is sent as it is. */
export function runAnswered(body: () => unknown, status = 201): Scenario {
  return ({ replicate, emulator }) => {
    emulator.fault({ kind: "status", status, body: body(), method: "POST" });
    return replicate.run("acme/text", { input: {} });
  };
}

/** Streams a model, and the stream's body is this text, or these bytes. */
export function streamAnswered(body: string | Uint8Array<ArrayBuffer>, status = 200): Scenario {
  return async (stage) => {
    const { emulator, note } = stage;
    const client = withStream(stage, () => {
      const headers = { "content-type": "text/event-stream" };
      return new Response(status === 204 ? null : body, { status, headers });
    });
    await drain(stage, client.stream("acme/text", { input: {} }));
    note("requests", emulator.requests.length);
  };
}

/** The client of a stage, with another answer to the request of a stream. */
export function withStream(
  { replicate, fetch }: Stage,
  answer: (signal: AbortSignal | undefined) => Response | Promise<Response>,
): Stage["replicate"] {
  replicate.fetch = async (url, init) => {
    if (typeof url !== "string" || !url.includes("/streams/")) return fetch(url, init);
    return answer(init?.signal ?? undefined);
  };
  return replicate;
}

/** What work comes to within so many milliseconds; a caller of little patience. */
export function within(work: Promise<unknown>, milliseconds: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(() => resolve("(gave up waiting)"), milliseconds);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}
