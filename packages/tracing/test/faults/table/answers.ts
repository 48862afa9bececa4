import { freshId, prediction, runAnswered } from "../support/answers.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Play = Pick<Fault, "does" | "call" | "where">;

/** Runs a model whose creation is answered with exactly this. */
function answer(body: () => unknown): Play {
  return { where: "the answer", call: "run", does: runAnswered(body) };
}

/** Runs a model whose creation is answered with a prediction that has these fields. */
function having(fields: object): Play {
  return answer(() => prediction(fields));
}

const TIME = "2026-01-02T03:04:05.678Z";

/** Replicate answers what nobody expects. */
export const ANSWERS: FaultTable<Fault> = {
  title: "Answers in odd shapes",
  rows: [
    {
      what: "an empty object: the client takes it as done",
      ...answer(() => ({})),
      caller: "returns",
      spans: [{}],
    },
    {
      what: "an id and nothing else",
      ...answer(() => ({ id: freshId() })),
      caller: "returns",
      spans: [{}],
    },
    {
      what: "no id, and `starting`",
      ...answer(() => ({ status: "starting" })),
      caller: "throws Error: Invalid prediction",
      spans: [{ error: "Invalid prediction" }],
    },
    { what: "an id that is a number", ...having({ id: 7 }), caller: 'returns "fine"', spans: [{}] },
    { what: "an empty id", ...having({ id: "" }), caller: 'returns "fine"', spans: [{}] },
    { what: "a list", ...answer(() => [prediction()]), caller: "returns", spans: [{}] },
    {
      what: "null",
      ...answer(() => null),
      caller: "throws TypeError: Cannot read properties of null (reading 'status')",
      spans: [{ error: "Cannot read properties of null (reading 'status')" }],
    },
    { what: "a text", ...answer(() => '"fine"'), caller: "returns", spans: [{}] },
    { what: "a number", ...answer(() => "7"), caller: "returns", spans: [{}] },
    {
      what: "numbers beyond what JSON numbers hold",
      ...answer(
        () =>
          `{"id":"${freshId()}","status":"succeeded","output":[1e999,-1e999,123456789012345678901234567890],"metrics":{"predict_time":1e999}}`,
      ),
      caller: 'returns ["<Infinity>","<-Infinity>",1.2345678901234568e+29]',
      spans: [{ status: "succeeded", output: [null, null, 1.2345678901234568e29] }],
    },
    {
      what: "keys that objects have of themselves",
      ...answer(
        () =>
          `{"id":"${freshId()}","status":"succeeded","output":{"__proto__":{"a":1},"constructor":2,"toString":3}}`,
      ),
      caller: "throws TypeError: Cannot convert object to primitive value",
      spans: [
        {
          status: "succeeded",
          error: "Cannot convert object to primitive value",
          output: { constructor: 2, toString: 3 },
        },
      ],
    },
    {
      what: "the same key twice",
      ...answer(
        () =>
          `{"id":"${freshId()}","status":"failed","status":"succeeded","output":"x","output":"y"}`,
      ),
      caller: 'returns "y"',
      spans: [{ status: "succeeded", output: "y" }],
    },
    {
      what: "dates that are none",
      ...having({ created_at: "yesterday", started_at: 7, completed_at: {} }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "dates in the wrong order",
      ...having({
        created_at: TIME,
        started_at: "1970-01-01T00:00:00Z",
        completed_at: "1970-01-01T00:00:00Z",
      }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "dates beyond the end of time",
      ...having({
        created_at: "9999-12-31T23:59:59Z",
        started_at: "+275761-01-01T00:00:00Z",
        completed_at: "9999-12-31T23:59:59Z",
      }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "metrics that are a list",
      ...having({ metrics: [1, 2] }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "metrics of every wrong type",
      ...having({
        metrics: {
          predict_time: "fast",
          total_time: -1,
          input_token_count: null,
          output_token_count: {},
          image_count: true,
        },
      }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "metrics of a hundred kilobytes",
      ...having({
        metrics: Object.fromEntries(
          Array.from({ length: 5000 }, (_, index) => [`metric number ${index}`, index]),
        ),
      }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "a status that nobody knows",
      ...having({ status: "queued" }),
      caller: 'returns "fine"',
      spans: [{ status: "queued", output: "fine" }],
    },
    {
      what: "a status that is a number",
      ...having({ status: 7 }),
      caller: 'returns "fine"',
      spans: [{ output: "fine" }],
    },
    {
      what: "a status that is null",
      ...having({ status: null }),
      caller: 'returns "fine"',
      spans: [{ output: "fine" }],
    },
    {
      what: "`succeeded` without an output",
      ...having({ output: null }),
      caller: "returns null",
      spans: [{ status: "succeeded" }],
    },
    {
      what: "`succeeded` with an error all the same",
      ...having({ error: "out of memory" }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "`failed` without an error",
      ...having({ status: "failed", error: null, output: null }),
      caller: "throws Error: Prediction failed: null",
      spans: [{ status: "failed", error: "Prediction failed" }],
    },
    {
      what: "`failed` with an output and an error that is an object",
      ...having({ status: "failed", error: { code: "E1001", why: ["memory"] }, output: ["half"] }),
      caller: "throws Error: Prediction failed: [object Object]",
      spans: [{ status: "failed", error: '{"code":"E1001","why":["memory"]}', output: ["half"] }],
    },
    {
      what: "`failed` with an error that is a number",
      ...having({ status: "failed", error: 7, output: null }),
      caller: "throws Error: Prediction failed: 7",
      spans: [{ status: "failed", error: "7" }],
    },
    {
      what: "`failed` with an error of a megabyte",
      ...having({ status: "failed", error: "no ".repeat(333_333), output: null }),
      caller:
        "throws Error: Prediction failed: no no no no no no no no no no no no no no no no no no no no no no no no no no no … <1000018 ch…",
      spans: [
        {
          status: "failed",
          error:
            "no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no …",
        },
      ],
    },
    {
      what: "`canceled`, which the client returns",
      ...having({ status: "canceled", output: null }),
      caller: "returns null",
      spans: [{ status: "canceled" }],
    },
    {
      what: "`aborted`, which the client returns",
      ...having({ status: "aborted", output: null, error: "deadline exceeded" }),
      caller: "returns null",
      spans: [{ status: "aborted", error: "Prediction aborted: deadline exceeded" }],
    },
    {
      what: "an output of `false`",
      ...having({ output: false }),
      caller: "returns false",
      spans: [{ status: "succeeded", output: false }],
    },
    {
      what: "an output of 0",
      ...having({ output: 0 }),
      caller: "returns 0",
      spans: [{ status: "succeeded", output: 0 }],
    },
    {
      what: "an empty text as the output",
      ...having({ output: "" }),
      caller: 'returns ""',
      spans: [{ status: "succeeded", output: "" }],
    },
    {
      what: "an output of texts, numbers and nulls in one list",
      ...having({ output: ["a", 1, null, ["b"]] }),
      caller: 'returns ["a",1,null,["b"]]',
      spans: [{ status: "succeeded", output: ["a", 1, null, ["b"]] }],
    },
    {
      what: "half of a character in the output",
      ...answer(() => `{"id":"${freshId()}","status":"succeeded","output":"half \\ud83c"}`),
      caller: 'returns "half \\ud83c"',
      spans: [{ status: "succeeded", output: "half \ud83c" }],
    },
    {
      what: "`urls` that are a list",
      ...having({ urls: ["https://example.com"] }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "`urls` that are numbers",
      ...having({ urls: { get: 1, stream: 2, web: 3 } }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "a model and a version that are numbers, and logs that are a list",
      ...having({ model: 1, version: 2, logs: ["a"] }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "an input that is not the one that was sent",
      ...having({ input: ["another"] }),
      caller: 'returns "fine"',
      spans: [{ status: "succeeded", output: "fine" }],
    },
    {
      what: "the same id as the prediction before",
      where: "the answer",
      call: "run",
      does: async (stage) => {
        const same = prediction();
        await runAnswered(() => same)(stage);
        return runAnswered(() => ({ ...same, output: "again" }))(stage);
      },
      caller: 'returns "again"',
      spans: [
        { status: "succeeded", output: "fine" },
        { status: "succeeded", output: "again" },
      ],
    },
  ],
};
