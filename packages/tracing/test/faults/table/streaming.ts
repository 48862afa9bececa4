import type { Stage } from "../../transparency/support/stage.ts";
import { drain } from "../../transparency/support/streams.ts";
import { streamAnswered, withStream } from "../support/answers.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Effect = Parameters<Stage["emulator"]["fault"]>[0];
type Play = Pick<Fault, "does" | "call" | "where">;

/** Streams a model, and the request of the stream meets a fault. */
function streaming(effect: Effect): Play {
  return {
    where: "SSE",
    call: "stream",
    does: (stage) => {
      stage.emulator.fault({ path: "/v1/streams/*", ...effect });
      return drain(stage, stage.replicate.stream("acme/text", { input: {} }));
    },
  };
}

/** A stream with this body. */
function answered(...args: Parameters<typeof streamAnswered>): Play {
  return { where: "SSE", call: "stream", does: streamAnswered(...args) };
}

function output(text: string, id = ""): string {
  return `event: output\n${id === "" ? "" : `id: ${id}\n`}data: ${text}\n\n`;
}

const DONE = "event: done\ndata: {}\n\n";
const HALF = output("half");

/** A stream that says the same word until somebody aborts it. */
function endless(signal: AbortSignal | undefined): Response {
  const chunk = new TextEncoder().encode(output("again"));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      signal?.addEventListener("abort", () => controller.error(signal.reason));
    },
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted !== true) controller.enqueue(chunk);
    },
  });
  return new Response(body);
}

/** The stream goes wrong. */
export const STREAMING: FaultTable<Fault> = {
  title: "Streams",
  rows: [
    {
      what: "the connection is reset before the first byte",
      ...streaming({ kind: "reset-before-response" }),
      caller: "throws TypeError: fetch failed",
      spans: [{ status: "starting", error: "fetch failed" }],
    },
    {
      what: "the connection is reset between two events",
      ...streaming({ kind: "reset-mid-body", afterBytes: 120 }),
      caller: "2 events, then throws TypeError: terminated",
      spans: [{ status: "starting", error: "terminated", output: "Two words" }],
    },
    {
      what: "the connection is reset in the first line",
      ...streaming({ kind: "reset-mid-body", afterBytes: 3 }),
      caller: "throws TypeError: terminated",
      spans: [{ status: "starting", error: "terminated" }],
    },
    {
      what: "404",
      ...streaming({ kind: "status", status: 404 }),
      caller:
        'throws ApiError: Request to https://stream.replicate.com/v1/streams/<id 1> failed with status 404: {"detail":"The requested res…',
      spans: [
        {
          status: "starting",
          error:
            'Request to [REDACTED] failed with status 404: {"detail":"The requested resource could not be found.","status":404}',
        },
      ],
    },
    {
      what: "500, which is not tried again",
      ...streaming({ kind: "status", status: 500 }),
      caller:
        "throws ApiError: Request to https://stream.replicate.com/v1/streams/<id 1> failed with status 500: Internal Server Error",
      spans: [
        {
          status: "starting",
          error: "Request to [REDACTED] failed with status 500: Internal Server Error",
        },
      ],
    },
    {
      what: "it comes two bytes at a time",
      ...streaming({ kind: "slow-drip", bytes: 2, everyMs: 1 }),
      caller: "4 events, then returns",
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "it closes without `done`",
      ...streaming({ kind: "sse-without-done" }),
      caller: "3 events, then returns",
      spans: [{ status: "starting", output: "Two words" }],
    },
    {
      what: "it closes without `done` after one event",
      ...streaming({ kind: "sse-without-done", afterOutputs: 1 }),
      caller: "1 event, then returns",
      spans: [{ status: "starting", output: "Two" }],
    },
    {
      what: "lines that are no events",
      ...streaming({ kind: "malformed-sse" }),
      caller: "5 events, then returns",
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "an `error` event comes first",
      ...streaming({ kind: "sse-error-event", detail: "CUDA out of memory" }),
      caller: 'throws Error: {"detail":"CUDA out of memory"}',
      spans: [{ status: "failed", error: "CUDA out of memory" }],
    },
    {
      what: "an `error` event after one word",
      ...streaming({ kind: "sse-error-event", detail: "CUDA out of memory", afterOutputs: 1 }),
      caller: '1 event, then throws Error: {"detail":"CUDA out of memory"}',
      spans: [{ status: "failed", error: "CUDA out of memory", output: "Two" }],
    },
    {
      what: "an `error` event that is no JSON",
      ...answered(`${HALF}event: error\ndata: oh no\n\n`),
      caller: "1 event, then throws Error: oh no",
      spans: [{ status: "starting", error: "oh no", output: "half" }],
    },
    {
      what: "`done` says that it was canceled",
      ...answered(`${HALF}event: done\ndata: {"reason":"canceled"}\n\n`),
      caller: "2 events, then returns",
      spans: [{ status: "canceled", output: "half" }],
    },
    {
      what: "`done` says that there was an error",
      ...answered(`${HALF}event: done\ndata: {"reason":"error"}\n\n`),
      caller: "2 events, then returns",
      spans: [{ status: "failed", error: "Prediction failed", output: "half" }],
    },
    {
      what: "`done` is no JSON",
      ...answered(`${HALF}event: done\ndata: nonsense\n\n`),
      caller: "2 events, then returns",
      spans: [{ status: "succeeded", output: "half" }],
    },
    {
      what: "`done` comes twice, and output after it",
      ...answered(`${HALF}${DONE}${DONE}${output("late")}`),
      caller: "2 events, then returns",
      spans: [{ status: "succeeded", output: "half" }],
    },
    {
      what: "`done` alone",
      ...answered(DONE),
      caller: "1 event, then returns",
      spans: [{ status: "succeeded" }],
    },
    { what: "an empty body", ...answered(""), caller: "returns", spans: [{ status: "starting" }] },
    {
      what: "204 without a body",
      ...answered("", 204),
      caller: "throws TypeError: Cannot read properties of null (reading 'pipeThrough')",
      spans: [
        { status: "starting", error: "Cannot read properties of null (reading 'pipeThrough')" },
      ],
    },
    {
      what: "a web page with status 200",
      ...answered("<html>\n\nWelcome</html>\n\n"),
      caller: "returns",
      spans: [{ status: "starting" }],
    },
    {
      what: "events that nobody knows, comments, and lines that end in CR LF",
      ...answered(`: hi\n\nevent: surprise\ndata: 1\n\n${HALF}${DONE}`.replaceAll("\n", "\r\n")),
      caller: "3 events, then returns",
      spans: [{ status: "succeeded", output: "half" }],
    },
    {
      what: "bytes that are no UTF-8",
      ...answered(
        Uint8Array.of(
          ...Buffer.from("event: output\ndata: a"),
          0xff,
          0xfe,
          ...Buffer.from(`b\n\n${DONE}`),
        ),
      ),
      caller: "2 events, then returns",
      spans: [{ status: "succeeded", output: "a��b" }],
    },
    {
      what: "the stream is replayed from its start, with the same ids",
      ...answered(
        `${output("a", "16:5")}${output("b", "17:1")}${output("a", "16:5")}${output("b", "17:1")}${output("c", "17:2")}${DONE}`,
      ),
      caller: "6 events, then returns",
      spans: [{ status: "succeeded", output: "abc" }],
    },
    {
      what: "the ids are nonsense",
      ...answered(`${output("a", "x:y")}${output("b", ":")}${output("c", "9")}${DONE}`),
      caller: "4 events, then returns",
      spans: [{ status: "succeeded", output: "abc" }],
    },
    {
      what: "one event of ten megabytes",
      ...answered(`${output("x".repeat(10_000_000))}${DONE}`),
      caller: "2 events, then returns",
      spans: [{ status: "succeeded", output: "<4194304 characters>", truncated: true }],
    },
    {
      what: "it never ends, and the caller's signal aborts at the tenth event",
      where: "SSE",
      call: "stream",
      does: async (stage) => {
        const controller = new AbortController();
        const { signal } = controller;
        let seen = 0;
        for await (const event of withStream(stage, endless).stream("acme/text", {
          input: {},
          signal,
        })) {
          stage.note("event", event);
          if (++seen === 10) controller.abort();
          if (seen > 20) throw new Error("not aborted");
        }
      },
      caller: "10 events, then throws AbortError: This operation was aborted",
      spans: [
        {
          status: "starting",
          incomplete: "stopped_early",
          output: "againagainagainagainagainagainagainagainagainagain",
        },
      ],
    },
    {
      what: "no first byte comes, and the caller's signal gives up",
      where: "SSE",
      call: "stream",
      does: (stage) => {
        stage.emulator.fault({ kind: "hang", path: "/v1/streams/*" });
        const signal = AbortSignal.timeout(30);
        return drain(stage, stage.replicate.stream("acme/text", { input: {}, signal }));
      },
      caller: "throws TimeoutError: The operation was aborted due to timeout",
      spans: [{ status: "starting", incomplete: "stopped_early" }],
    },
    {
      what: "the model does not stream",
      where: "SSE",
      call: "stream",
      does: (stage) => drain(stage, stage.replicate.stream("acme/json", { input: {} })),
      caller: "throws Error: Prediction does not support streaming",
      spans: [{ status: "starting", error: "Prediction does not support streaming" }],
    },
    {
      what: "the model fails half way",
      where: "SSE",
      call: "stream",
      does: (stage) => drain(stage, stage.replicate.stream("acme/breaks-later", { input: {} })),
      caller: '1 event, then throws Error: {"detail":"no luck"}',
      spans: [{ status: "failed", error: "no luck", output: "half" }],
    },
  ],
};
