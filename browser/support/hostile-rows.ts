import { executionRow, type AnyRow } from "./log-rows.ts";

const SCRIPT = '<script>window.hostile=1</script><img src=x onerror="window.hostile=1">';
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.hostile=1"><script>window.hostile=1</script></svg>`;
const encoded = (text: string): string => Buffer.from(text).toString("base64");
const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

/** A row that means harm, by what it tries. */
export interface HostileRow {
  readonly tries: string;
  readonly fields: AnyRow;
}

const MARKUP: readonly HostileRow[] = [
  { tries: "script in the output", fields: { output: SCRIPT } },
  { tries: "script in the input", fields: { input: { prompt: SCRIPT, [SCRIPT]: SCRIPT } } },
  { tries: "script in the error", fields: { error: SCRIPT } },
  { tries: "script in the model", fields: { metadata: { model: SCRIPT, provider: "replicate" } } },
  {
    tries: "script in every field of metadata",
    fields: {
      metadata: {
        model: `a/${SCRIPT}`,
        version: SCRIPT,
        deployment: SCRIPT,
        status: SCRIPT,
        prediction_id: SCRIPT,
        incomplete: SCRIPT,
        logs: SCRIPT,
        provider: "replicate",
      },
    },
  },
  { tries: "script in the name", fields: { span_attributes: { name: SCRIPT, type: "llm" } } },
  {
    tries: "script in the place of the call",
    fields: { context: { caller_filename: SCRIPT, caller_functionname: SCRIPT, caller_lineno: 1 } },
  },
  {
    tries: "script in the writer",
    fields: { context: { span_origin: { instrumentation: { name: SCRIPT } } } },
  },
  {
    tries: "Markdown with HTML",
    fields: {
      output: `# Title\n\n${SCRIPT}\n\n<iframe src="javascript:window.hostile=1"></iframe>`,
    },
  },
  {
    tries: "Markdown with a javascript: link",
    fields: { output: "# x\n[click](javascript:window.hostile=1) <javascript:window.hostile=1>" },
  },
  {
    tries: "Markdown with a data: link",
    fields: { output: "# x\n[click](data:text/html;base64,PHNjcmlwdD4=)" },
  },
  {
    tries: "Markdown with a hidden javascript: link",
    fields: {
      output:
        "# x\n[a]( \u0001java\nscript:window.hostile=1)\n\n[b]\n\n[b]: JaVaScRiPt:window.hostile=1",
    },
  },
  {
    tries: "Markdown with a picture elsewhere",
    fields: { output: "# x\n![p](https://tracker.invalid/p.png)" },
  },
  { tries: "Markdown nested without end", fields: { output: `# x\n${"> ".repeat(9_000)}deep` } },
  {
    tries: "Markdown that costs a lexer dear",
    fields: { output: `# x\n${"*a_ ".repeat(2_000)}${"[".repeat(4_000)}${"`".repeat(1_000)}` },
  },
  {
    tries: "a template of a framework",
    fields: { output: "{{constructor.constructor('window.hostile=1')()}} ${window.hostile=1}" },
  },
];

const ADDRESSES: readonly HostileRow[] = [
  { tries: "javascript: as the output", fields: { output: "javascript:window.hostile=1" } },
  {
    tries: "javascript: as the page",
    fields: {
      metadata: { model: "a/b", url: "javascript:window.hostile=1", provider: "replicate" },
    },
  },
  {
    tries: "file: as a picture",
    fields: { output: ["file:///etc/passwd.png", "file:///etc/shadow.png"] },
  },
  {
    tries: "an address of this machine",
    fields: { output: ["http://127.0.0.1:1/x.png", "https://localhost/x.png"] },
  },
  {
    tries: "the metadata server of a cloud",
    fields: { output: "http://169.254.169.254/latest/meta-data.png" },
  },
  { tries: "a picture of a stranger", fields: { output: "https://tracker.invalid/pixel.png?me" } },
  {
    tries: "a name of a file with folders",
    fields: {
      output: {
        type: "external_attachment",
        url: "https://replicate.delivery/x",
        filename: "../../../etc/passwd",
        content_type: "image/png",
      },
    },
  },
  {
    tries: "an attachment that is none",
    fields: {
      output: {
        type: "braintrust_attachment",
        key: "../../api/health",
        filename: SCRIPT,
        content_type: SCRIPT,
      },
    },
  },
  {
    tries: "SVG with script, inline",
    fields: { output: `data:image/svg+xml;base64,${encoded(SVG)}` },
  },
  { tries: "SVG with script, as text", fields: { output: SVG } },
  {
    tries: "HTML inline",
    fields: { output: `data:text/html;base64,${encoded(`<html>${SCRIPT}</html>`)}` },
  },
  {
    tries: "HTML that says it is a picture",
    fields: { output: `data:image/png;base64,${encoded(`<html>${SCRIPT}</html>`)}` },
  },
  { tries: "a wrong data URI", fields: { output: "data:image/png;base64,%%%%not base64" } },
  { tries: "a javascript: picture", fields: { output: [`javascript:window.hostile=1//.png`] } },
];

const SIZES: readonly HostileRow[] = [
  { tries: "a text of 50 MB", fields: { output: "x".repeat(50_000_000) } },
  {
    tries: "one line without a space",
    fields: { input: { prompt: "w".repeat(100_000) }, output: "w".repeat(100_000) },
  },
  {
    tries: "100,000 keys",
    fields: {
      output: Object.fromEntries(
        Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index]),
      ),
    },
  },
  {
    tries: "a list of 100,000",
    fields: { output: Array.from({ length: 100_000 }, () => "https://replicate.delivery/x.png") },
  },
  {
    tries: "nesting, 900 deep",
    fields: { output: nested(900), input: { deep: nested(900) } },
  },
  {
    tries: "names of the prototype",
    fields: {
      input: JSON.parse(
        '{"__proto__": {"polluted": true}, "constructor": 1, "hasOwnProperty": "x", "toString": null}',
      ),
    },
  },
  {
    tries: "numbers that are none",
    fields: {
      metrics: {
        start: 1e300,
        end: -1e300,
        queue_time: -5,
        predict_time: 1e308,
        prompt_tokens: -1,
        completion_tokens: 1e21,
      },
    },
  },
  {
    tries: "an end before its start",
    fields: { metrics: { start: 2e9, end: 1e9, queue_time: 50, predict_time: 50 } },
  },
  {
    tries: "a writing that turns around",
    fields: {
      metadata: { model: "safe/\u202Egnp.exe\u202C", provider: "replicate" },
      output: "\u202E\u2066\u0000\u001b[31m\u0007 turned",
    },
  },
  {
    tries: "lone surrogates",
    fields: { output: "\uD800 and \uDFFF", input: { prompt: "\uD83D" } },
  },
  {
    tries: "an empty everything",
    fields: {
      input: {},
      output: "",
      metadata: { provider: "replicate" },
      span_attributes: { type: "llm" },
    },
  },
  {
    tries: "wrong types everywhere",
    fields: {
      input: [[], {}, null],
      output: false,
      metadata: { provider: "replicate", model: { a: 1 }, status: 7, logs: ["x"], url: {} },
      metrics: { start: Date.now() / 1_000 },
    },
  },
  { tries: "its own parent", fields: { span_parents: ["hostile-42"], span_id: "hostile-42" } },
];

/** More than thirty rows that mean harm, each an execution of its own. */
export const HOSTILE_ROWS: readonly HostileRow[] = [...MARKUP, ...ADDRESSES, ...SIZES];

/** The row as it is posted. */
export function hostileRow({ fields }: HostileRow, index: number): AnyRow {
  return executionRow(`hostile-${index}`, fields);
}
