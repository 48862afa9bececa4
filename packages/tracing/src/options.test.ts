import { afterEach, describe, expect, it, vi } from "vitest";
import {
  isDisabledByEnvironment,
  resolveOptions,
  type ReplicateTracingOptions,
  type TracingOptions,
} from "./options.ts";

afterEach(() => vi.unstubAllEnvs());

function resolved(options: unknown): TracingOptions {
  return resolveOptions(options as ReplicateTracingOptions);
}

it("has defaults", () => {
  expect(resolveOptions()).toMatchObject({
    captureInput: true,
    captureOutput: true,
    captureMedia: true,
    redact: undefined,
    limits: {
      openExecutions: 10_000,
      predictionSeconds: 2100,
      trainingSeconds: 86_400,
      contentBytes: 4 * 1024 * 1024,
    },
    onSpan: undefined,
    braintrust: undefined,
    joinByPredictionId: false,
  });
  expect(resolved({ captureInput: undefined, limits: { contentBytes: undefined } })).toEqual(
    resolveOptions(),
  );
});

describe("a wrong option is one error that names it, what was given and what is allowed", () => {
  it.each([
    [{ captureInput: "yes" }, 'option `captureInput` must be a boolean; got "yes"'],
    [{ captureOutput: 1 }, "option `captureOutput` must be a boolean; got 1"],
    [{ captureMedia: null }, "option `captureMedia` must be a boolean; got null"],
    [{ redact: true }, "option `redact` must be a function; got boolean"],
    [{ onError: {} }, "option `onError` must be a function; got object"],
    [{ onSpan: [] }, "option `onSpan` must be a function; got array"],
    [
      { braintrust: "braintrust" },
      'option `braintrust` must be an object or a function; got "braintrust"',
    ],
    [{ joinByPredictionId: 0 }, "option `joinByPredictionId` must be a boolean; got 0"],
    [{ parent: "span" }, 'option `parent` must be an object or a function; got "span"'],
    [{ sinks: "braintrust" }, 'option `sinks` must be an object; got "braintrust"'],
    [{ sinks: [{}] }, "option `sinks` must be a list of sinks, such as [braintrustSink()]"],
    [{ sinks: [null] }, "option `sinks` must be a list of sinks, such as [braintrustSink()]"],
    [{ limits: 5 }, "option `limits` must be an object; got 5"],
    [{ limits: { contentBytes: 0 } }, "`limits.contentBytes` must be a number above 0; got 0"],
    [{ limits: { openExecutions: Number.NaN } }, "must be a number above 0; got NaN"],
    [
      { limits: { predictionSeconds: "9" } },
      '`limits.predictionSeconds` must be a number above 0; got "9"',
    ],
    [
      { limits: { trainingSeconds: -1 } },
      "`limits.trainingSeconds` must be a number above 0; got -1",
    ],
    [{ limits: { open: 1 } }, "there is no option `limits.open`; there are openExecutions, "],
    [{ captureInputs: true }, "there is no option `captureInputs`; there are captureInput, "],
    [{ toString: 1 }, "there is no option `toString`; there are captureInput, "],
    [null, "the options must be an object; got null"],
    ["off", 'the options must be an object; got "off"'],
  ])("%j", (options, message) => {
    const resolve = (): TracingOptions => resolved(options);
    expect(resolve).toThrow(TypeError);
    expect(resolve).toThrow(`braintrust-replicate: `);
    expect(resolve).toThrow(message);
  });
});

describe("the environment", () => {
  const problems: string[] = [];
  const onError = ({ message }: Error): void => void problems.push(message);
  afterEach(() => void problems.splice(0));

  it.each([
    ["BRAINTRUST_REPLICATE_CAPTURE_INPUT", "captureInput"],
    ["BRAINTRUST_REPLICATE_CAPTURE_OUTPUT", "captureOutput"],
    ["BRAINTRUST_CAPTURE_ATTACHMENTS", "captureMedia"],
  ] as const)("%s sets %s, which an option overrules", (variable, option) => {
    for (const off of ["0", "false", "OFF", "no"]) {
      vi.stubEnv(variable, off);
      expect(resolved({ onError })[option]).toBe(false);
      expect(resolved({ onError, [option]: true })[option]).toBe(true);
    }
    for (const on of ["1", "TRUE", "on", "yes", ""]) {
      vi.stubEnv(variable, on);
      expect(resolved({ onError })[option]).toBe(true);
    }
    expect(problems).toEqual([]);
    vi.stubEnv(variable, "perhaps");
    expect(resolved({ onError })[option]).toBe(false);
    expect(problems).toEqual([
      `braintrust-replicate: ${variable} must be 1, true, 0 or false; got "perhaps", taken as 0`,
    ]);
  });

  it("sets the join", () => {
    vi.stubEnv("BRAINTRUST_REPLICATE_JOIN_BY_PREDICTION_ID", "1");
    expect(resolved({ onError }).joinByPredictionId).toBe(true);
    expect(resolved({ onError, joinByPredictionId: false }).joinByPredictionId).toBe(false);
  });

  it("sets the bytes, where they are a number above 0", () => {
    const variable = "BRAINTRUST_REPLICATE_CONTENT_BYTES";
    vi.stubEnv(variable, "1000");
    expect(resolved({ onError }).limits.contentBytes).toBe(1000);
    expect(resolved({ limits: { contentBytes: 5 } }).limits.contentBytes).toBe(5);
    expect(problems).toEqual([]);
    for (const wrong of ["0", "-1", "4MB", "Infinity"]) {
      vi.stubEnv(variable, wrong);
      expect(resolved({ onError }).limits.contentBytes).toBe(4 * 1024 * 1024);
    }
    expect(problems).toHaveLength(4);
    expect(problems[2]).toBe(
      `braintrust-replicate: ${variable} must be a number above 0; got "4MB", ignored`,
    );
  });

  it("turns everything off at any time", () => {
    const variable = "BRAINTRUST_DISABLE_INSTRUMENTATION";
    for (const off of ["replicate", "openai, replicate", " replicate "]) {
      vi.stubEnv(variable, off);
      expect(isDisabledByEnvironment()).toBe(true);
    }
    for (const on of ["", "openai", "replicated", "not-replicate"]) {
      vi.stubEnv(variable, on);
      expect(isDisabledByEnvironment()).toBe(false);
    }
  });
});
