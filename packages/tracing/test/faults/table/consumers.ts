import { errorOf } from "../../transparency/support/streams.ts";
import type { Stage } from "../../transparency/support/stage.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Play = Pick<Fault, "does" | "call" | "where">;
type Generator = ReturnType<Stage["replicate"]["stream"]>;

/** Does something to a stream of three words. */
function consuming(consume: (stream: Generator, stage: Stage) => unknown): Play {
  return {
    where: "the caller's code",
    call: "stream",
    does: (stage) => consume(stage.replicate.stream("acme/text", { input: {} }), stage),
  };
}

/** Who reads a stream goes wrong. */
export const CONSUMERS: FaultTable<Fault> = {
  title: "Readers of streams",
  rows: [
    {
      what: "the reader leaves the loop at the first event",
      ...consuming(async (stream, { note }) => {
        for await (const event of stream) {
          note("event", event);
          break;
        }
      }),
      caller: "1 event, then returns",
      spans: [{ status: "starting", incomplete: "stopped_early", output: "Two" }],
    },
    {
      what: "the reader throws in the loop",
      ...consuming(async (stream, { note }) => {
        for await (const event of stream) {
          note("event", event);
          throw new RangeError("too long");
        }
      }),
      caller: "1 event, then throws RangeError: too long",
      spans: [{ status: "starting", incomplete: "stopped_early", output: "Two" }],
    },
    { what: "nobody reads it", ...consuming(() => undefined), caller: "returns", spans: [] },
    {
      what: "it is returned before it began",
      ...consuming(async (stream) => (await stream.return(undefined)).done),
      caller: "returns true",
      spans: [],
    },
    {
      what: "an error is thrown into it before it began",
      ...consuming((stream) => stream.throw(new RangeError("no more"))),
      caller: "throws RangeError: no more",
      spans: [],
    },
    {
      what: "an error is thrown into it after an event",
      ...consuming(async (stream, { note }) => {
        note("event", await stream.next());
        return stream.throw(new RangeError("no more"));
      }),
      caller: "1 event, then throws RangeError: no more",
      spans: [{ status: "starting", incomplete: "stopped_early", output: "Two" }],
    },
    {
      what: "an error is thrown into it that is no error",
      ...consuming(async (stream, { note }) => {
        note("event", await stream.next());
        return stream.throw(undefined);
      }),
      caller: '1 event, then throws "<undefined>"',
      spans: [{ status: "starting", incomplete: "stopped_early", output: "Two" }],
    },
    {
      what: "it is asked for ten events at once",
      ...consuming(async (stream, { note }) => {
        const steps = await Promise.all(Array.from({ length: 10 }, () => stream.next()));
        for (const step of steps) if (step.done !== true) note("event", step);
      }),
      caller: "4 events, then returns",
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "two readers share it",
      ...consuming(async (stream, { note }) => {
        const read = async (who: string): Promise<void> => {
          for await (const event of stream) note("event", who, event);
        };
        await Promise.all([read("one"), read("other")]);
      }),
      caller: "4 events, then returns",
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "it is read on after its end",
      ...consuming(async (stream, { note }) => {
        for await (const event of stream) note("event", event);
        return [
          await stream.next(),
          await stream.return(undefined),
          String(await errorOf(() => stream.throw(new Error("late")))),
        ];
      }),
      caller:
        '4 events, then returns [{"value":"<undefined>","done":true},{"value":"<undefined>","done":true},"Error: late"]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "the reader left after two events, forgets it, and never returns it",
      ...consuming(async (stream, { note }) => {
        note("event", await stream.next());
        note("event", await stream.next());
      }),
      caller: "2 events, then returns",
      spans: [{ open: true }],
    },
    {
      what: "the reader changes the events",
      ...consuming(async (stream, { note }) => {
        for await (const event of stream) {
          note("event", event);
          Object.assign(event, { event: "done", data: "mine" });
        }
      }),
      caller: "4 events, then returns",
      spans: [{ status: "succeeded", output: "Two words" }],
    },
  ],
};
