import { expect, it } from "vitest";
import { StreamTranscript } from "../exchange/stream-transcript.ts";
import { startExecution, type Execution } from "./execution.ts";
import { measureExecution, type Measures } from "./measure-execution.ts";

const fresh = startExecution({ operation: "replicate.run", at: 0 });

function measured(
  reported: Partial<Execution["reported"]>,
  seen: Partial<Execution> = {},
): Measures {
  return measureExecution(
    { ...fresh, ...seen, reported: { ...fresh.reported, ...reported } },
    true,
  );
}

it("knows nothing of an execution of which nothing is known", () => {
  expect(measured({})).toEqual({});
  expect(measured({ metrics: { tokens_per_second: 9, batch_size: 3 } })).toEqual({});
});

it.each([
  ["input_token_count", "output_token_count"],
  ["token_input_count", "token_output_count"],
])("reads tokens spelt %s and %s", (input, output) => {
  const metrics = { [input]: 3, [output]: 4 };
  expect(measured({ metrics })).toEqual({ prompt_tokens: 3, completion_tokens: 4, tokens: 7 });
});

it("adds tokens up only where both parts are reported", () => {
  expect(measured({ metrics: { input_token_count: 3 } })).toEqual({ prompt_tokens: 3 });
  expect(measured({ metrics: { output_token_count: 0 } })).toEqual({ completion_tokens: 0 });
});

it("takes numbers only, and none that is negative", () => {
  for (const value of ["3", -1, Number.NaN, Infinity, true, null, {}]) {
    expect(measured({ metrics: { predict_time: value, image_count: value } })).toEqual({});
  }
  expect(measured({ metrics: { predict_time: 3e-6, total_time: 0 } })).toEqual({
    predict_time: 3e-6,
    total_time: 0,
  });
});

it("reads media counts", () => {
  const metrics = {
    image_output_count: 2,
    video_output_duration_seconds: 5,
    audio_output_duration_seconds: 7,
  };
  expect(measured({ metrics })).toEqual({
    image_count: 2,
    video_output_duration_seconds: 5,
    audio_output_duration_seconds: 7,
  });
  expect(measured({ metrics: { image_count: 1, image_output_count: 2 } }).image_count).toBe(1);
});

it("measures the queue, unless Replicate's clocks disagree", () => {
  expect(measured({ createdAt: 1000, startedAt: 3500 })).toEqual({ queue_time: 2.5 });
  expect(measured({ createdAt: 3500, startedAt: 1000 })).toEqual({});
});

it("measures the time to the first token from the first step of the stream", () => {
  const transcript = new StreamTranscript(100);
  expect(measured({}, { transcript, streamingSince: 1000 })).toEqual({});
  transcript.push("", undefined, () => 1100);
  transcript.push("a", undefined, () => 1250);
  transcript.push("b", undefined, () => 1900);
  expect(measured({}, { transcript, streamingSince: 1000 })).toEqual({ time_to_first_token: 0.25 });
});
