import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { expect, it } from "vitest";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";

class Nameless extends Error {
  override get name(): string {
    throw new Error("do not touch");
  }
}

const HOSTILE: ReadonlyArray<readonly [string, () => unknown]> = [
  ["an error whose name throws", () => new Nameless("of the app")],
  [
    "a proxy that answers nothing",
    () =>
      new Proxy(new Error("of the app"), {
        get: () => {
          throw new Error("do not touch");
        },
        getPrototypeOf: () => {
          throw new Error("do not touch");
        },
        getOwnPropertyDescriptor: () => {
          throw new Error("do not touch");
        },
      }),
  ],
];

/** What a run comes to whose request is given up and then fails. */
async function outcomeOf(client: Replicate, controller: AbortController): Promise<unknown> {
  const options = { input: { prompt: "hi" }, signal: controller.signal };
  return client.run("acme/text", options).catch((error: unknown) => error);
}

it.each(HOSTILE)("%s, after the caller's own abort", async (_what, make) => {
  const scene = await startScene();
  const thrown = make();
  const controller = new AbortController();
  const fetch = (): Promise<never> => {
    controller.abort();
    return Promise.reject(thrown as Error);
  };
  const bare = await outcomeOf(new Replicate({ auth: "any", fetch }), controller);
  const client = wrapReplicate(new Replicate({ auth: "any", fetch }));
  const traced = await outcomeOf(client, controller);
  // The client looks at some errors itself, and then throws what came of that.
  expect(traced === thrown).toBe(bare === thrown);
  expect(onlyRow(await scene.rows()).metrics?.["end"]).toBeTypeOf("number");
});
