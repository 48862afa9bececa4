import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usesLogger } from "../transparency/support/bare-and-traced.ts";
import { IN_PROCESS, OVER_TCP } from "./support/fetch-stage.ts";
import { tellFetch, type FetchScenario } from "./support/same-story.ts";

const MODELS = ["acme/text", "acme/echo", "acme/json", "acme/broken", "acme/unknown"];

const headers = fc.oneof(
  fc.constant({ authorization: "Bearer r8_test", "content-type": "application/json" }),
  fc.constant(new Headers({ Authorization: "Token r8_test" })),
  fc.constant([["authorization", "Bearer r8_test"]] as [string, string][]),
  fc.constant({}),
);

const body = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue()).map((input) => JSON.stringify({ input })),
  fc.string(),
  fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
  fc.constant(undefined),
);

const method = fc.constantFrom("POST", "post", "GET", "PUT", "DELETE", undefined);

const path = fc.oneof(
  fc.constantFrom(...MODELS).map((model) => `/models/${model}/predictions`),
  fc.constantFrom("/predictions", "/predictions/unknown", "/trainings/x/cancel", "", "/%zz", "/?#"),
);

/** How the answer is read. */
const reading = fc.constantFrom<(response: Response) => unknown>(
  (response) => response.json(),
  (response) => response.text(),
  async (response) => new Uint8Array(await response.arrayBuffer()),
  async (response) => [await response.clone().text(), await response.text()],
  async ({ body: stream }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream ?? []) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  },
  async ({ body: stream }) => {
    let text = "";
    for await (const piece of stream?.pipeThrough(new TextDecoderStream()) ?? []) text += piece;
    return text;
  },
  () => "nothing",
);

const request = fc.record({ method, headers, body, path, reading, whole: fc.boolean() });

describe("whatever the requests", () => {
  usesLogger();

  it.each([IN_PROCESS, OVER_TCP])(
    "the same arrives and comes back, $name",
    async (carrier) => {
      await fc.assert(
        fc.asyncProperty(fc.array(request, { maxLength: 4 }), async (requests) => {
          const does: FetchScenario = async ({ fetch, api, note }) => {
            for (const { path: to, reading: read, whole, ...rest } of requests) {
              const init = Object.fromEntries(
                Object.entries(rest).filter(([, value]) => value !== undefined),
              ) as RequestInit;
              try {
                const answer = await (whole
                  ? fetch(new Request(api(to), init))
                  : fetch(api(to), init));
                note("answered", answer, await read(answer));
              } catch (error) {
                note("failed", (error as Error).name, (error as Error).message);
              }
            }
          };
          const bare = await tellFetch(does, carrier, false);
          const traced = await tellFetch(does, carrier, true);
          expect(traced.problems).toEqual([]);
          expect(traced.events).toEqual(bare.events);
        }),
        { numRuns: 60 },
      );
    },
    60_000,
  );
});
