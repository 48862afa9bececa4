import { traceFetch } from "braintrust-replicate/fetch";
import { createHttpTracing } from "braintrust-replicate/http";
import { context, trace } from "@opentelemetry/api";
import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";
import { checkSpan } from "./support/check-span.ts";
import { openStage } from "./support/open-stage.ts";

const API = "https://api.replicate.com/v1";

function create(model: string): [url: string, init: RequestInit] {
  const headers = { authorization: `Bearer ${testToken()}`, "content-type": "application/json" };
  const body = JSON.stringify({ input: { prompt: "Hi" } });
  return [`${API}/models/${model}/predictions`, { method: "POST", headers, body }];
}

it("by a traced fetch: one span from the create to the look that shows its end", async () => {
  const stage = openStage();
  const emulator = createEmulator({ models: testModels() });
  const onError = (problem: Error): void => void stage.problems.push(problem);
  const fetch = traceFetch(emulator.fetch, { sinks: stage.sinks, onError });
  const parent = stage.tracerProvider.getTracer("app").startSpan("caller");

  const answer = await context.with(trace.setSpan(context.active(), parent), () =>
    fetch(...create("acme/text")),
  );
  const { id } = (await answer.json()) as { id: string };
  const authorization = `Bearer ${testToken()}`;
  await (await fetch(`${API}/predictions/${id}`, { headers: { authorization } })).json();

  const span = stage.span();
  checkSpan(span);
  expect(span.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
  expect(span.attributes).toMatchObject({
    "gen_ai.operation.name": "text_completion",
    "gen_ai.usage.output_tokens": 4,
    "replicate.prediction.id": id,
    "server.address": "api.replicate.com",
    "server.port": 443,
  });
  expect(stage.problems).toEqual([]);
});

it("by a traced fetch: what was refused, with its status", async () => {
  const stage = openStage();
  const emulator = createEmulator({ models: testModels() });
  const fetch = traceFetch(emulator.fetch, { sinks: stage.sinks });

  await (await fetch(...create("acme/nothing"))).json();

  const span = stage.span();
  checkSpan(span);
  expect(span.attributes).toMatchObject({ "error.type": "404" });
});

it("by a proxy: below the header that came in", () => {
  const stage = openStage();
  const tracing = createHttpTracing({ sinks: stage.sinks });
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const parent = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  const body = { input: { prompt: "Hi" } };
  const url = `${API}/models/acme/text/predictions`;

  const seen = tracing.begin({ method: "POST", url, body, token: testToken(), parent });
  const observer = seen?.responded({ status: 200, contentType: "application/json" });
  observer?.parsed({
    id: "a".repeat(26),
    model: "acme/text",
    status: "succeeded",
    output: "Hello",
  });

  const span = stage.span();
  checkSpan(span);
  expect(span.spanContext().traceId).toBe(traceId);
  expect(span.name).toBe("text_completion acme/text");
});
