import { Hono } from "hono";
import type { EventHub, PageEvent } from "./event-hub.ts";

const HEARTBEAT_MS = 15_000;
/** A page that has not read for so long (a sleeping laptop) is let go; it comes back by itself. */
const MOST_UNREAD = 1_000;

/** `GET /api/events`: what changed, as server-sent events (HTML Standard, 9.2). */
export function eventRoutes(hub: EventHub): Hono {
  const app = new Hono();
  app.get("/api/events", (c) => {
    const lastId = c.req.header("last-event-id");
    return new Response(eventStream(hub, lastId), {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        // Proxies would otherwise hold events back until they fill a buffer.
        "x-accel-buffering": "no",
      },
    });
  });
  return app;
}

function eventStream(hub: EventHub, lastId: string | undefined): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = (): void => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string): void => {
          if ((controller.desiredSize ?? 0) > 0) {
            controller.enqueue(encoder.encode(text));
            return;
          }
          stop();
          controller.close();
        };
        // With an id at once: who is cut off before the first event has missed what comes meanwhile.
        send(`retry: 1000\n${lastId === undefined ? `id: ${hub.lastId}\n` : ""}: connected\n\n`);
        const unlisten = hub.listen((event) => send(written(event)), lastId);
        const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS).unref();
        stop = () => {
          clearInterval(heartbeat);
          unlisten();
        };
      },
      cancel() {
        stop();
      },
    },
    { highWaterMark: MOST_UNREAD },
  );
}

/** JSON holds no line breaks, so that one `data` line is enough. */
function written({ id, event, data }: PageEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
}
