import fc from "fast-check";
import { expect, it } from "vitest";
import { UrlSplicer, type JsonShape, type ReplaceUrl } from "../src/rewrite/url-splicer.ts";

const mark: ReplaceUrl = (name, url, id) => `${name}:${id}:${url}`;

interface Splicing {
  readonly replace?: ReplaceUrl;
  /** Where the document is cut into pieces. */
  readonly cuts?: readonly number[];
}

function splice(text: string, shape: JsonShape, { replace = mark, cuts = [] }: Splicing = {}) {
  const bytes = Buffer.from(text);
  const splicer = new UrlSplicer(shape, replace);
  const out: Buffer[] = [];
  let from = 0;
  for (const cut of [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  )) {
    out.push(...splicer.push(bytes.subarray(from, cut)));
    from = cut;
  }
  out.push(...splicer.end());
  return Buffer.concat(out).toString();
}

it("replaces the URLs of an execution, and nothing else", () => {
  const body =
    '{"id":"p1","output":{"urls":{"get":"https://a"}},"metrics":{"predict_time":3e-06,' +
    '"n":12345678901234567890},"urls" : {"cancel":"https://c" ,\n"get":"https://g","stream":"https://s","web":"https://w"},"next":"https://n"}';
  expect(splice(body, "execution")).toBe(
    '{"id":"p1","output":{"urls":{"get":"https://a"}},"metrics":{"predict_time":3e-06,' +
      '"n":12345678901234567890},"urls" : {"cancel":"cancel:p1:https://c" ,\n"get":"get:p1:https://g","stream":"stream:p1:https://s","web":"https://w"},"next":"https://n"}',
  );
});

it("replaces the URLs of a page and of the executions on it", () => {
  const body =
    '{"next":"https://n","previous":null,"results":[{"id":"a","input":{"urls":{"get":"x"}},"urls":{"get":"https://g"}},' +
    '[{"urls":{"get":"https://no"}}],{"id":"b","urls":{"get":"https://h"}}],"urls":{"get":"https://not"}}';
  expect(splice(body, "executions")).toBe(
    '{"next":"next::https://n","previous":null,"results":[{"id":"a","input":{"urls":{"get":"x"}},"urls":{"get":"get:a:https://g"}},' +
      '[{"urls":{"get":"https://no"}}],{"id":"b","urls":{"get":"get:b:https://h"}}],"urls":{"get":"https://not"}}',
  );
});

it("replaces only the links of a page of something else", () => {
  const body = '{"previous":"https:\\/\\/p","results":[{"urls":{"get":"https://file"}}],"next":""}';
  expect(splice(body, "page")).toBe(
    '{"previous":"previous::https://p","results":[{"urls":{"get":"https://file"}}],"next":"next::"}',
  );
});

it("reads what encoders escape", () => {
  const body = '{"id":"x","urls":{"get":"https:\\/\\/h\\/?a=1\\u0026b=\\"2\\""}}';
  expect(splice(body, "execution")).toBe(
    '{"id":"x","urls":{"get":"get:x:https://h/?a=1&b=\\"2\\""}}',
  );
});

it("leaves a URL alone when it is told to", () => {
  const body = '{"urls":{"get":"https://g"}}';
  expect(splice(body, "execution", { replace: () => undefined })).toBe(body);
});

it.each([
  "",
  "null",
  "[",
  "}}]]",
  '{"urls":',
  '{"urls":{"get":"https://unfinished',
  '"',
  '"\\',
  "\u0000",
])("passes what is no whole JSON unchanged: %j", (body) => {
  expect(splice(body, "execution", { cuts: [1, 2, 3] })).toBe(body);
});

it("gives up on what is nested beyond reason, without losing a byte", () => {
  const body = `{"a":${"[".repeat(2_000)}${"]".repeat(2_000)},"urls":{"get":"https://g"}}`;
  expect(splice(body, "execution")).toBe(body);
});

it("holds back no more of a long string than it must", () => {
  const splicer = new UrlSplicer("execution", mark);
  const start = splicer.push(Buffer.from(`{"urls":{"get":"${"a".repeat(100_000)}`));
  expect(Buffer.concat(start)).toHaveLength(100_016);
});

const execution = fc.record(
  {
    id: fc.string(),
    output: fc.jsonValue(),
    logs: fc.string({ unit: "binary", maxLength: 40 }),
    urls: fc.record(
      { get: fc.webUrl(), cancel: fc.string(), stream: fc.webUrl(), web: fc.webUrl() },
      { requiredKeys: [] },
    ),
    input: fc.jsonValue(),
  },
  { requiredKeys: ["urls"] },
);

it("finds the same URLs however the document is cut and spaced", () => {
  fc.assert(
    fc.property(
      execution,
      fc.array(fc.nat(4_000), { maxLength: 12 }),
      fc.constantFrom(undefined, 1, "\t\r\n"),
      (document, cuts, space) => {
        const text = JSON.stringify(document, undefined, space);
        const spliced = splice(text, "execution", {
          replace: (name, url) => `${name}|${url}`,
          cuts,
        });
        const urls: Record<string, string> = { ...document.urls };
        for (const name of ["get", "cancel", "stream"]) {
          if (urls[name] !== undefined) urls[name] = `${name}|${urls[name]}`;
        }
        expect(JSON.parse(spliced)).toEqual(JSON.parse(JSON.stringify({ ...document, urls })));
        expect(splice(text, "execution", { replace: () => undefined, cuts })).toBe(text);
      },
    ),
    { numRuns: 500 },
  );
});

it("passes any bytes unchanged when there is nothing to replace", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200)), (bytes, cuts) => {
      const splicer = new UrlSplicer("executions", () => undefined);
      const out: Buffer[] = [];
      let from = 0;
      for (const cut of [...cuts, bytes.length].toSorted((a, b) => a - b)) {
        out.push(...splicer.push(Buffer.from(bytes.subarray(from, Math.max(from, cut)))));
        from = Math.max(from, cut);
      }
      out.push(...splicer.end());
      expect(Buffer.concat(out).equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});
