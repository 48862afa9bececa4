import fc from "fast-check";
import { expect, it } from "vitest";
import { isTerminal, readPrediction } from "./prediction.ts";

it("reads what Replicate answers", () => {
  expect(
    readPrediction({
      id: "p",
      status: "succeeded",
      output: null,
      error: "",
      logs: null,
      metrics: { predict_time: 1 },
      created_at: "2024-10-04T18:07:33.396541233Z",
      started_at: null,
      data_removed: true,
      urls: { web: "https://replicate.com/p/p", stream: "https://stream.example.com" },
    }),
  ).toMatchObject({
    id: "p",
    status: "succeeded",
    output: undefined,
    error: undefined,
    logs: undefined,
    metrics: { predict_time: 1 },
    createdAt: Date.parse("2024-10-04T18:07:33.396Z"),
    startedAt: undefined,
    dataRemoved: true,
    webUrl: "https://replicate.com/p/p",
    streamUrl: "https://stream.example.com",
  });
});

it("keeps an error that is no text as JSON", () => {
  expect(readPrediction({ id: "p", error: { code: 1 } })?.error).toBe('{"code":1}');
});

it("takes nothing without an id for a prediction", () => {
  for (const body of [undefined, null, 7, "p", [], [{ id: "p" }], {}, { id: "" }, { id: 7 }]) {
    expect(readPrediction(body)).toBeUndefined();
  }
});

it("survives anything", () => {
  const keys = ["status", "output", "logs", "error", "metrics", "created_at", "urls", "input"];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), (fields) => {
      expect(readPrediction({ ...fields, id: "p" })?.id).toBe("p");
    }),
  );
});

it("knows what is over, `aborted` included", () => {
  const statuses = ["starting", "processing", "succeeded", "failed", "canceled", "aborted", "new"];
  expect(statuses.filter(isTerminal)).toEqual(["succeeded", "failed", "canceled", "aborted"]);
  expect(isTerminal(undefined)).toBe(false);
});
