import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ServerSentEventParser, type ServerSentEvent } from "./server-sent-events.ts";

function read(pieces: ReadonlyArray<Uint8Array | string>, limit = 1000): ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  const parser = new ServerSentEventParser((event) => events.push(event), limit);
  for (const piece of pieces) parser.push(piece);
  return events;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe("events", () => {
  it.each<readonly [string, string, readonly ServerSentEvent[]]>([
    [
      "a name, an id and data",
      "event: output\nid: 1:0\ndata: Hi\n\n",
      [event("Hi", "output", "1:0")],
    ],
    ["no name", "data: Hi\n\n", [event("Hi")]],
    ["several lines of data", "data: a\ndata:\ndata:  b\n\n", [event("a\n\n b")]],
    ["empty data", "data\n\ndata:\n\n", [event(""), event("")]],
    ["no data", "event: output\nid: 7\n\ndata: a\n\n", [event("a")]],
    ["comments", ": hi\n\n:\ndata: a\n:408: Timeout\n\n", [event("a")]],
    ["carriage returns", "data: a\rdata: b\r\rdata: c\r\r", [event("a\nb"), event("c")]],
    ["both", "data: a\r\ndata: b\r\n\r\n", [event("a\nb")]],
    ["a mixture", "data: a\n\rdata: b\r\n\n", [event("a"), event("b")]],
    ["a byte order mark", "\uFEFFdata: a\n\n", [event("a")]],
    ["unknown fields", "retry: 10\nfoo\ndata: a\n\n", [event("a")]],
    ["colons in data", "data: a: b:c\n\n", [event("a: b:c")]],
    ["an id with a null", "id: a\0b\ndata: a\n\n", [event("a")]],
    ["an end in the middle", "data: a\n\ndata: b\n", [event("a")]],
    ["nothing", "", []],
  ])("with %s", (_, text, expected) => {
    expect(read([bytes(text)])).toEqual(expected);
  });

  it("are the same however the bytes are cut", () => {
    const line = fc.constantFrom("data: ä🎉", "data:", "event: output", "id: 1:2", ": c", "", "");
    const ending = fc.constantFrom("\n", "\r", "\r\n");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, ending)),
        fc.array(fc.integer({ min: 0, max: 9 })),
        (lines, sizes) => {
          const text = lines.map(([content, end]) => content + end).join("");
          // Between pieces a lone CR may turn out to be half of a CRLF.
          expect(read(cut(bytes(text), sizes))).toEqual(read([bytes(text)]));
        },
      ),
    );
  });

  it("are read out of text as well", () => {
    expect(read(["data: a\n", "\ndata: b\n\n"])).toEqual([event("a"), event("b")]);
  });

  it("keep their data within the limit", () => {
    const long = "x".repeat(50);
    const [cutOff, next] = read([`data: ${long}\ndata: ${long}\n\n`, "data: short\n\n"], 10);
    expect(cutOff?.data).toBe("x".repeat(11));
    expect(next?.data).toBe("short");
    expect(read([`${long}${long}`, `${long}\n`, "data: short\n\n"], 10)).toEqual([event("short")]);
  });
});

function event(data: string, name = "message", id?: string): ServerSentEvent {
  return { event: name, data, id };
}

function cut(whole: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const size of sizes) {
    pieces.push(whole.slice(from, from + size));
    from += size;
  }
  return [...pieces, whole.slice(from)];
}
