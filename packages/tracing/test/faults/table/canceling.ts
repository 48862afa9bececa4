import type { Stage } from "../../transparency/support/stage.ts";
import { freshId, within } from "../support/answers.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Effect = Parameters<Stage["emulator"]["fault"]>[0];

const POLL = { mode: "poll", interval: 1 } as const;

/** Cancels a prediction, and the cancel meets a fault. */
function canceling(effect: Effect): Pick<Fault, "does" | "call" | "where"> {
  return {
    where: "cancel",
    call: "predictions.cancel",
    does: async ({ replicate, emulator }) => {
      const { id } = await replicate.predictions.create({ model: "acme/endless", input: {} });
      emulator.fault({ path: "*/cancel", ...effect });
      return (await replicate.predictions.cancel(id)).status;
    },
  };
}

/** Requests that end an execution go wrong, and signals come at bad times. */
export const CANCELING: FaultTable<Fault> = {
  title: "Canceling, and the caller's signal",
  rows: [
    {
      what: "the connection is reset once",
      ...canceling({ kind: "reset-before-response" }),
      caller: 'returns "canceled"',
      spans: [{ status: "canceled" }],
    },
    {
      what: "the connection is reset once, after the prediction was canceled",
      ...canceling({ kind: "reset-before-response", handled: true }),
      caller: 'returns "canceled"',
      spans: [{ status: "canceled" }],
    },
    {
      what: "the connection is always reset: nobody knows whether it was canceled",
      ...canceling({ kind: "reset-before-response", times: Infinity }),
      caller: "throws TypeError: fetch failed",
      spans: [{ status: "starting", open: true }],
    },
    {
      what: "500",
      ...canceling({ kind: "status", status: 500 }),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/predictions/<id 1>/cancel failed with status 500 Internal Server Error…",
      spans: [{ status: "starting", open: true }],
    },
    {
      what: "404",
      ...canceling({ kind: "status", status: 404 }),
      caller:
        'throws ApiError: Request to https://api.replicate.com/v1/predictions/<id 1>/cancel failed with status 404 Not Found: {"detail":…',
      spans: [{ status: "starting", open: true }],
    },
    {
      what: "the answer breaks off in its body",
      ...canceling({ kind: "reset-mid-body", afterBytes: 20 }),
      caller: "throws TypeError: terminated",
      spans: [{ status: "starting", open: true }],
    },
    {
      what: "the answer is half a JSON text",
      ...canceling({ kind: "malformed-json" }),
      caller: "throws SyntaxError: Unterminated string in JSON",
      spans: [{ status: "starting", open: true }],
    },
    {
      what: "the answer is null",
      ...canceling({ kind: "status", status: 200, body: null }),
      caller: "throws TypeError: Cannot read properties of null (reading 'status')",
      spans: [{ status: "starting", open: true }],
    },
    {
      what: "no answer comes, and the caller stops waiting",
      where: "cancel",
      call: "predictions.cancel",
      does: async ({ replicate, emulator }) => {
        const { id } = await replicate.predictions.create({ model: "acme/endless", input: {} });
        emulator.fault({ kind: "hang", path: "*/cancel" });
        return within(replicate.predictions.cancel(id), 30);
      },
      caller: 'returns "(gave up waiting)"',
      spans: [{ status: "starting", open: true }],
    },
    {
      what: "it was over already",
      where: "cancel",
      call: "predictions.cancel",
      does: async ({ replicate }) => {
        const { id } = await replicate.predictions.create({
          model: "acme/quick",
          input: {},
          wait: true,
        });
        return (await replicate.predictions.cancel(id)).status;
      },
      caller: 'returns "succeeded"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "it is one that this process knows nothing of, and does not exist",
      where: "cancel",
      call: "predictions.cancel",
      does: ({ replicate }) => replicate.predictions.cancel(freshId()),
      caller:
        'throws ApiError: Request to https://api.replicate.com/v1/predictions/<id 1>/cancel failed with status 404 Not Found: {"detail":…',
      spans: [],
    },
    {
      what: "the signal aborts while polling, and the cancel that follows is answered 500",
      where: "cancel",
      call: "run",
      does: ({ replicate, emulator, atRequest }) => {
        const controller = new AbortController();
        atRequest(3, () => controller.abort());
        emulator.fault({ kind: "status", status: 500, path: "*/cancel" });
        const { signal } = controller;
        return replicate.run("acme/endless", { input: {}, wait: POLL, signal });
      },
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/predictions/<id 1>/cancel failed with status 500 Internal Server Error…",
      spans: [
        {
          status: "processing",
          error:
            "Request to https://api.replicate.com/v1/predictions/<id>/cancel failed with status 500 Internal Server Error: Internal S…",
        },
      ],
    },
    {
      what: "the signal aborts while polling",
      where: "the caller's code",
      call: "run",
      does: ({ replicate, atRequest }) => {
        const controller = new AbortController();
        atRequest(3, () => controller.abort());
        const { signal } = controller;
        return replicate.run("acme/endless", { input: {}, wait: POLL, signal });
      },
      caller: "returns null",
      spans: [{ status: "canceled" }],
    },
    {
      what: "the signal has aborted before the call",
      where: "before the request",
      call: "run",
      does: ({ replicate }) =>
        replicate.run("acme/text", { input: {}, signal: AbortSignal.abort() }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "the signal has aborted before the call",
      where: "before the request",
      call: "predictions.create",
      does: ({ replicate }) =>
        replicate.predictions.create({
          model: "acme/text",
          input: {},
          signal: AbortSignal.abort(),
        }),
      caller: "throws AbortError: This operation was aborted",
      spans: [{ incomplete: "stopped_early", attempts: 6 }],
    },
    {
      what: "the signal aborts with a reason of the caller's own, which is no error",
      where: "the caller's code",
      call: "predictions.create",
      does: ({ replicate, emulator, atRequest }) => {
        const controller = new AbortController();
        emulator.fault({ kind: "hang", times: Infinity });
        atRequest(1, () => setTimeout(() => controller.abort({ why: "enough" }), 5));
        const { signal } = controller;
        return replicate.predictions.create({ model: "acme/text", input: {}, signal });
      },
      caller: 'throws {"why":"enough"}',
      spans: [{ incomplete: "stopped_early", attempts: 6 }],
    },
    {
      what: "the signal is no signal but looks like one",
      where: "the caller's code",
      call: "run",
      does: ({ replicate }) =>
        replicate.run("acme/text", { input: {}, signal: { aborted: true } as AbortSignal }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
  ],
};
