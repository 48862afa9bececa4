import { Hono } from "hono";
import type { EmulatorState } from "../emulator-state.ts";
import type { Prediction } from "../prediction/prediction.ts";
import { eventStream } from "../stream/event-stream.ts";
import { streamPrediction } from "../stream/stream-prediction.ts";
import type { ApiContext, ApiEnvironment } from "./api-environment.ts";

/**
 * The streams, which need no token: their URL is a capability. Those of file outputs share their
 * folder with uploaded files, so a request for anything else goes on to the next route.
 */
export function streamRoutes(state: EmulatorState): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>()
    .get("/streams/:token", (c) => {
      const prediction = state.streamed(c.req.param("token"));
      return prediction === undefined
        ? new Response("Not Found", { status: 404 })
        : open(state, c, prediction);
    })
    .get("/files/:token", async (c, next) => {
      const prediction = state.streamed(c.req.param("token"));
      if (prediction === undefined) {
        await next();
        return undefined;
      }
      return open(state, c, prediction);
    });
}

function open(state: EmulatorState, c: ApiContext, prediction: Prediction): Response {
  const abandoned = new AbortController();
  const signal = AbortSignal.any([abandoned.signal, c.req.raw.signal]);
  const events = streamPrediction(prediction, state.view(c.env.mount), signal);
  const body = eventStream(events, {
    clock: state.settings.clock,
    lingerMs: state.settings.streamLingerMs,
    afterId: c.req.header("last-event-id"),
    abandoned,
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", server: "nginx/1.21.3" },
  });
}
