import type { Stage } from "../../transparency/support/stage.ts";
import { freshId, prediction, within } from "../support/answers.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Effect = Parameters<Stage["emulator"]["fault"]>[0];

const POLL = { mode: "poll", interval: 1 } as const;

/** Polls a run, and a poll meets a fault. */
function polling(effect: Effect): Pick<Fault, "does" | "call" | "where"> {
  return {
    where: "poll",
    call: "run",
    does: ({ replicate, emulator }) => {
      emulator.fault({ method: "GET", ...effect });
      return replicate.run("acme/text", { input: {}, wait: POLL });
    },
  };
}

function polled(
  model: "acme/breaks-later" | "acme/canceled",
): Pick<Fault, "does" | "call" | "where"> {
  return {
    where: "poll",
    call: "run",
    does: ({ replicate }) => replicate.run(model, { input: {}, wait: POLL }),
  };
}

/** The requests that look at an execution go wrong. */
export const POLLING: FaultTable<Fault> = {
  title: "Polling a prediction",
  rows: [
    {
      what: "502 three times, which the client tries again",
      ...polling({ kind: "status", status: 502, times: 3 }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "429 once",
      ...polling({ kind: "status", status: 429 }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "500 always: the client gives up at the sixth",
      ...polling({ kind: "status", status: 500, times: Infinity }),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/predictions/<id 1> failed with status 500 Internal Server Error: Inter…",
      spans: [
        {
          status: "starting",
          error:
            "Request to https://api.replicate.com/v1/predictions/<id> failed with status 500 Internal Server Error: Internal Server E…",
        },
      ],
    },
    {
      what: "404 at the second poll",
      ...polling({ kind: "status", status: 404, nth: 2 }),
      caller:
        'throws ApiError: Request to https://api.replicate.com/v1/predictions/<id 1> failed with status 404 Not Found: {"detail":"The re…',
      spans: [
        {
          status: "starting",
          error:
            'Request to https://api.replicate.com/v1/predictions/<id> failed with status 404 Not Found: {"detail":"The requested reso…',
        },
      ],
    },
    {
      what: "the connection is reset once",
      ...polling({ kind: "reset-before-response" }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "the connection is always reset",
      ...polling({ kind: "reset-before-response", times: Infinity }),
      caller: "throws TypeError: fetch failed",
      spans: [{ status: "starting", error: "fetch failed" }],
    },
    {
      what: "the answer breaks off in its body",
      ...polling({ kind: "reset-mid-body", afterBytes: 60 }),
      caller: "throws TypeError: terminated",
      spans: [{ status: "starting", error: "terminated" }],
    },
    {
      what: "the answer is half a JSON text",
      ...polling({ kind: "malformed-json" }),
      caller: "throws SyntaxError: Unterminated string in JSON",
      spans: [{ status: "starting", error: "Unterminated string in JSON" }],
    },
    {
      what: "the answer is null",
      ...polling({ kind: "status", status: 200, body: null }),
      caller: "throws TypeError: Cannot read properties of null (reading 'status')",
      spans: [{ status: "starting", error: "Cannot read properties of null (reading 'status')" }],
    },
    {
      what: "one answer is an empty object",
      ...polling({ kind: "status", status: 200, body: {} }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "one answer is about another prediction that failed",
      ...polling({
        kind: "status",
        status: 200,
        body: { id: freshId(), status: "failed", error: "another's" },
      }),
      caller: "throws Error: Prediction failed: another's",
      spans: [{ status: "failed", error: "another's" }],
    },
    {
      what: "every answer comes a byte at a time",
      ...polling({ kind: "slow-drip", bytes: 50, everyMs: 1, times: Infinity }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "no answer comes, and the caller stops waiting",
      where: "poll",
      call: "run",
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "hang", method: "GET", times: Infinity });
        return within(replicate.run("acme/text", { input: {}, wait: POLL }), 40);
      },
      caller: 'returns "(gave up waiting)"',
      spans: [{ open: true }],
    },
    {
      what: "the prediction fails while it is polled",
      ...polled("acme/breaks-later"),
      caller: "throws Error: Prediction failed: no luck",
      spans: [{ status: "failed", error: "no luck" }],
    },
    {
      what: "somebody else cancels the prediction while it is polled",
      ...polled("acme/canceled"),
      caller: "returns null",
      spans: [{ status: "canceled" }],
    },
    {
      what: "the prediction is aborted, which the client does not know and polls for ever; the signal ends it",
      where: "poll",
      call: "run",
      does: async ({ replicate, atRequest }) => {
        const controller = new AbortController();
        atRequest(6, () => controller.abort());
        return replicate.run("acme/aborting", { input: {}, wait: POLL, signal: controller.signal });
      },
      caller: "returns null",
      spans: [{ status: "aborted", error: "Prediction aborted" }],
    },
    {
      what: "a look from outside fails; the prediction goes on",
      where: "poll",
      call: "predictions.get",
      does: async ({ replicate, emulator }) => {
        const { id } = await replicate.predictions.create({ model: "acme/endless", input: {} });
        emulator.fault({ kind: "status", status: 404 });
        return replicate.predictions.get(id);
      },
      caller:
        'throws ApiError: Request to https://api.replicate.com/v1/predictions/<id 1> failed with status 404 Not Found: {"detail":"The re…',
      spans: [{ status: "starting", open: true }],
    },
    {
      what: "the connection is lost while waiting, and waiting once more works",
      where: "poll",
      call: "wait",
      does: async ({ replicate, emulator, note }) => {
        const created = await replicate.predictions.create({ model: "acme/text", input: {} });
        emulator.fault({ kind: "reset-before-response", times: 6 });
        await replicate
          .wait(created, { interval: 1 })
          .catch((error: unknown) => note("first", error));
        return (await replicate.wait(created, { interval: 1 })).status;
      },
      caller: 'returns "succeeded"',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "an answer that is older than the end comes late",
      where: "poll",
      call: "predictions.get",
      does: async ({ replicate, emulator }) => {
        const created = await replicate.predictions.create({ model: "acme/text", input: {} });
        await replicate.wait(created, { interval: 1 });
        const body = { id: created.id, status: "processing", output: ["Two"] };
        emulator.fault({ kind: "status", status: 200, body });
        return (await replicate.predictions.get(created.id)).status;
      },
      caller: 'returns "processing"',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "the prediction fails after a poll had shown half of the output",
      where: "poll",
      call: "run",
      does: ({ replicate, emulator }) => {
        const body = { id: freshId(), status: "processing", output: ["half"] };
        emulator.fault({ kind: "status", status: 200, body, method: "GET" });
        return replicate.run("acme/breaks-later", { input: {}, wait: POLL });
      },
      caller: "throws Error: Prediction failed: no luck",
      spans: [{ status: "failed", error: "no luck", output: "half" }],
    },
    {
      what: "the data is removed before anybody looks",
      where: "poll",
      call: "predictions.get",
      does: async ({ replicate, emulator, note }) => {
        const created = await replicate.predictions.create({
          model: "acme/quick",
          input: { a: 1 },
        });
        note("created", created);
        await replicate.predictions.get(created.id);
        emulator.removeData(created.id);
        const { output, data_removed } = (await replicate.predictions.get(created.id)) as {
          output?: unknown;
          data_removed?: boolean;
        };
        return { output, data_removed };
      },
      caller: 'returns {"output":null,"data_removed":true}',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "the data was removed when it is first seen",
      where: "poll",
      call: "predictions.get",
      does: async ({ replicate, emulator }) => {
        const removed = { input: {}, output: null, logs: null, data_removed: true };
        emulator.fault({ kind: "status", status: 200, body: prediction(removed) });
        return (await replicate.predictions.get(freshId())).output;
      },
      caller: "returns null",
      spans: [{ status: "succeeded" }],
    },
  ],
};
