import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StreamTranscript } from "./stream-transcript.ts";

function transcript(chunks: readonly unknown[], limit = 1000): StreamTranscript {
  const filled = new StreamTranscript(limit);
  for (const chunk of chunks) filled.push(chunk, undefined, () => 5);
  return filled;
}

/** What the client makes of a file's URL. */
function fileOutput(url: string): object {
  return { url: () => new URL(url), toString: () => url };
}

it("joins chunks exactly", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (chunks) => {
      const text = `start ${chunks.join("")}`;
      expect(transcript(["start ", ...chunks], 100_000).output).toBe(text);
    }),
  );
});

it("joins more chunks than a batch", () => {
  const chunks = Array.from({ length: 2000 }, (_, index) => `${index},`);
  expect(transcript(chunks, 100_000).output).toBe(chunks.join(""));
});

it("is nothing until there is content", () => {
  expect(transcript([]).output).toBeUndefined();
  expect(transcript(["", ""]).output).toBeUndefined();
  expect(transcript(["", ""]).firstContentAt).toBeUndefined();
  expect(transcript(["", "a"]).firstContentAt).toBe(5);
});

it("is a list where every chunk is a file", () => {
  const files = ["https://replicate.delivery/1.png", "data:image/png;base64,AA=="];
  expect(transcript(files).output).toEqual(files);
  expect(transcript([fileOutput("https://replicate.delivery/1.png")]).output).toEqual([
    "https://replicate.delivery/1.png",
  ]);
  expect(transcript(["https://example.com", " is a site"]).output).toBe(
    "https://example.com is a site",
  );
});

it("leaves out what is neither text nor a file", () => {
  expect(transcript([undefined, null, 7, {}, { toString: () => undefined }]).output).toBe(
    undefined,
  );
});

describe("at its limit", () => {
  it("cuts the text and says so", () => {
    const cut = transcript(["hello ", "world"], 8);
    expect(cut.output).toBe("hello wo");
    expect(cut.truncated).toBe(true);
    expect(transcript(["12345678"], 8).truncated).toBe(false);
  });

  it("cuts a text that comes in one piece", () => {
    const cut = transcript(["hello world"], 8);
    expect(cut.output).toBe("hello wo");
    expect(cut.truncated).toBe(true);
  });

  it("drops a file rather than cut its URL", () => {
    const cut = transcript(["https://a.b/1", "https://a.b/2"], 20);
    expect(cut.output).toEqual(["https://a.b/1"]);
    expect(cut.truncated).toBe(true);
  });
});

describe("repeats", () => {
  const ids = (pairs: ReadonlyArray<readonly [string, string]>): unknown => {
    const filled = new StreamTranscript(1000);
    for (const [id, chunk] of pairs) filled.push(chunk, id, () => 1);
    return filled.output;
  };

  it("are dropped by their id", () => {
    const first = [
      ["100:0", "a"],
      ["100:1", "b"],
      ["101:0", "c"],
    ] as const;
    expect(ids([...first, ...first, ["101:1", "d"]])).toBe("abcd");
  });

  it("are not seen in ids of another form", () => {
    expect(
      ids([
        ["x", "a"],
        ["x", "b"],
        [":1", "c"],
        ["n:n", "d"],
      ]),
    ).toBe("abcd");
  });
});
