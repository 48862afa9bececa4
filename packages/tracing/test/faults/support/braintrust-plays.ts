import type { Fault } from "./fault.ts";
import { prediction, runAnswered } from "./answers.ts";
import { now } from "./broken-braintrust.ts";

type Play = Pick<Fault, "does" | "call" | "where">;

/** A run that ends at once. */
export const RUN: Play = {
  where: "the SDK",
  call: "run",
  does: ({ replicate }) => replicate.run("acme/quick", { input: { prompt: "hi" } }),
};

/** A run whose output is a file. */
export const PICTURE: Play = {
  where: "the SDK",
  call: "run",
  does: async (stage) => {
    const output = "data:image/png;base64,cGljdHVyZQ==";
    await runAnswered(() => prediction({ output }))(stage);
  },
};

/** A run in whose midst something happens. */
export const BROKEN_IN_BETWEEN: Play = {
  where: "the SDK",
  call: "run",
  does: ({ replicate, atRequest }) => {
    atRequest(2, () => void now.does());
    const wait = { mode: "poll", interval: 1 } as const;
    return replicate.run("acme/text", { input: {}, wait });
  },
};

/** A stream that is read to its end. */
export const STREAM: Play = {
  where: "the SDK",
  call: "stream",
  does: async ({ replicate, note }) => {
    for await (const event of replicate.stream("acme/text", { input: {} })) note("event", event);
  },
};
