import type { FaultEffect } from "./fault.ts";

type EventFault = Extract<
  FaultEffect,
  { kind: "malformed-sse" | "sse-without-done" | "sse-error-event" }
>;

const NOT_EVENTS = 'event output\ndata\nid\u0000: ?\nretry: soon\n{"half": \n\n';

/** Rewrites a stream of server-sent events, event by event, as a fault says. */
export async function* damageEvents(
  body: AsyncIterable<Uint8Array>,
  fault: EventFault,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let outputs = 0;
  let struck = false;
  for await (const block of blocks(body)) {
    if (!struck && isDue(fault, outputs, block)) {
      struck = true;
      const inserted = insertedText(fault);
      if (inserted !== "") yield encoder.encode(inserted);
      if (fault.kind !== "malformed-sse") return;
    }
    yield encoder.encode(block);
    if (block.startsWith("event: output\n")) outputs += 1;
  }
}

/** The time to strike: before the first event after so many outputs, at the latest before `done`. */
function isDue(fault: EventFault, outputs: number, block: string): boolean {
  if (!block.startsWith("event: ")) return false;
  return (
    block.startsWith("event: done\n") || outputs >= (fault.afterOutputs ?? defaultCount(fault))
  );
}

function defaultCount(fault: EventFault): number {
  switch (fault.kind) {
    case "malformed-sse":
      return 1;
    case "sse-without-done":
      return Infinity;
    case "sse-error-event":
      return 0;
  }
}

function insertedText(fault: EventFault): string {
  switch (fault.kind) {
    case "malformed-sse":
      return NOT_EVENTS;
    case "sse-without-done":
      return "";
    case "sse-error-event": {
      const seconds = Math.floor(Date.now() / 1_000);
      const data = JSON.stringify({ detail: fault.detail ?? "The stream was interrupted." });
      return `event: error\nid: ${seconds}:0\ndata: ${data}\n\n`;
    }
  }
}

async function* blocks(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let pending = "";
  for await (const chunk of body) {
    pending += decoder.decode(chunk, { stream: true });
    const parts = pending.split("\n\n");
    pending = parts.pop() ?? "";
    for (const part of parts) yield `${part}\n\n`;
  }
  if (pending !== "") yield pending;
}
