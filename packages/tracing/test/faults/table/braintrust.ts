import { _internalGetGlobalState, NOOP_SPAN, type Span } from "braintrust";
import { createRequire } from "node:module";
import type { ReplicateTracingOptions } from "../../../src/index.ts";
import { replaceProperty } from "../../support/replace-property.ts";
import { BROKEN_IN_BETWEEN, PICTURE, RUN } from "../support/braintrust-plays.ts";
import {
  anotherLogger,
  later,
  maskThrows,
  queueIsFull,
  stateIs,
  throws,
} from "../support/broken-braintrust.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

const state = (): object => _internalGetGlobalState();
const contexts = (): object => _internalGetGlobalState().contextManager;

/** What the app is handed of each span fails later. */
const spanFails: ReplicateTracingOptions = {
  onSpan: (span) =>
    replaceProperty(span, "log", () => {
      throw new Error("out of order");
    }),
};

const noAttachments: ReplicateTracingOptions = {
  braintrust: {
    startSpan: () => ({}) as Span,
    Attachment: class {
      constructor() {
        throw new Error("out of order");
      }
    },
  },
};

/** The SDK in the process fails; each time the caller gets what he would get anyway. */
export const BRAINTRUST: FaultTable<Fault> = {
  title: "Braintrust's SDK",
  rows: [
    {
      what: "files cannot be made",
      ...PICTURE,
      options: noAttachments,
      caller: "returns",
      spans: [{ status: "succeeded", output: "<omitted>" }],
      reports: "braintrust-replicate: a file could not be attached: Error: out of order",
    },
    {
      what: "a second copy of the SDK is loaded, in the other module format",
      ...PICTURE,
      braintrust: () => void createRequire(import.meta.url)("braintrust"),
      caller: "returns",
      spans: [{ status: "succeeded", output: "<attachment image/png>" }],
    },
    {
      what: "another logger takes its place in the middle",
      ...BROKEN_IN_BETWEEN,
      braintrust: later(anotherLogger),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "its state is gone in the middle",
      ...BROKEN_IN_BETWEEN,
      braintrust: later(stateIs(undefined)),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "starting" }],
    },
    {
      what: "its state is gone before the call",
      ...RUN,
      braintrust: stateIs(undefined),
      caller: 'returns "done"',
      spans: [],
    },
    {
      what: "its state is that of another kind",
      ...RUN,
      braintrust: stateIs({ currentLogger: {} }),
      caller: 'returns "done"',
      spans: [],
      reports:
        "braintrust-replicate: the sink could not be asked: TypeError: Cannot read properties of undefined (reading 'getCurrentSpan')",
    },
    {
      what: "the current span cannot be told",
      ...RUN,
      braintrust: throws(contexts, "getCurrentSpan"),
      caller: 'returns "done"',
      spans: [],
      reports: "braintrust-replicate: the sink could not be asked: Error: out of order",
    },
    {
      what: "the current span can be told once, and then no more",
      ...RUN,
      braintrust: () => {
        let asked = 0;
        replaceProperty(contexts(), "getCurrentSpan", () => {
          asked += 1;
          if (asked > 1) throw new Error("out of order");
        });
      },
      caller: 'returns "done"',
      spans: [],
      reports: "braintrust-replicate: tracing failed and was skipped: Error: out of order",
    },
    {
      what: "the current span is the SDK's placeholder",
      ...RUN,
      braintrust: () => replaceProperty(contexts(), "getCurrentSpan", () => NOOP_SPAN),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "spans cannot be made current",
      ...RUN,
      braintrust: throws(contexts, "runInContext"),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
      reports: "braintrust-replicate: a span could not be made current: Error: out of order",
    },
    {
      what: "spans cannot be started",
      ...RUN,
      braintrust: throws(({ logger }) => logger, "startSpan"),
      caller: 'returns "done"',
      spans: [],
      reports: "braintrust-replicate: a span could not be started: Error: out of order",
    },
    {
      what: "spans cannot be written to",
      ...RUN,
      options: spanFails,
      braintrust: () => undefined,
      caller: 'returns "done"',
      spans: [{ open: true }],
      reports: "braintrust-replicate: a span could not be ended: Error: out of order",
    },
    {
      what: "the app's masking function throws",
      ...RUN,
      braintrust: maskThrows,
      caller: 'returns "done"',
      spans: [
        {
          error: "ERROR: Failed to mask field 'metrics' - Error",
          output: "ERROR: Failed to mask field 'output' - Error",
          open: true,
        },
      ],
    },
    {
      what: "its queue is full",
      ...RUN,
      braintrust: queueIsFull,
      caller: 'returns "done"',
      spans: [],
    },
    {
      what: "its queue is gone",
      ...RUN,
      braintrust: throws(state, "bgLogger"),
      caller: 'returns "done"',
      spans: [],
      reports: "braintrust-replicate: a span could not be started: Error: out of order",
    },
    {
      what: "there is no logger",
      ...RUN,
      braintrust: () => replaceProperty(state(), "currentLogger", undefined),
      caller: 'returns "done"',
      spans: [],
    },
    {
      what: "this instrumentation is switched off by the environment",
      ...RUN,
      braintrust: () => {
        replaceProperty(process.env, "BRAINTRUST_DISABLE_INSTRUMENTATION", "replicate");
      },
      caller: 'returns "done"',
      spans: [],
    },
  ],
};
