import { beforeAll, describe, expect, it } from "vitest";
import { REDACTED_INPUTS } from "./redacted-inputs.ts";
import { runCorpus, type Corpus } from "./support/run-corpus.ts";
import { TEXT_EXCEPTIONS } from "./text-exceptions.ts";

/** As many as the package has in the version that is installed. */
const MODELS = 3808;

let corpus: Corpus;

beforeAll(async () => {
  corpus = await runCorpus();
}, 300_000);

describe("every public model, run, created and streamed with its real example", () => {
  it("was run", () => {
    expect(corpus.counts).toEqual({
      models: MODELS,
      "models with tokens": 9,
      "lists of texts": 2461,
      "replicate.run": MODELS,
      "replicate.predictions.create": MODELS,
      "replicate.stream": 223,
    });
  });

  it("gives its caller with tracing what it gives without", () => {
    expect(corpus.findings.of("caller")).toEqual([]);
  });

  it("makes one row for each call", () => {
    expect(corpus.findings.of("row")).toEqual([]);
  });

  it("gives the library nothing to complain of", () => {
    expect(corpus.findings.of("problem")).toEqual([]);
  });

  it("is named with its model, version and prediction", () => {
    expect(corpus.findings.of("identity")).toEqual([]);
  });

  it("has the tokens that Replicate reports and no others, and no negative number", () => {
    expect(corpus.findings.of("metrics")).toEqual([]);
  });

  it("has Replicate's error where it failed, and none where it did not", () => {
    expect(corpus.findings.of("error")).toEqual([]);
  });

  it("has its input as it was passed, inline files as attachments", () => {
    expect(corpus.findings.of("input")).toEqual([]);
  });

  it("has its output as it came, inline files as attachments", () => {
    expect(corpus.findings.of("output")).toEqual([]);
  });

  it("has nothing blanked out but the credentials of strangers", () => {
    expect(corpus.findings.of("redaction")).toEqual(REDACTED_INPUTS);
  });

  it("is a text where its stream says so", () => {
    expect(corpus.findings.of("text with a stream")).toEqual([]);
  });

  it("is told a text or a list without a schema or a stream, in 99.5 % of the models", () => {
    const wrong = corpus.findings.of("text without a stream");
    expect(wrong).toEqual(TEXT_EXCEPTIONS);
    expect(1 - wrong.length / MODELS).toBeGreaterThanOrEqual(0.995);
  });

  it("posts nothing in the form of a token, its own client's included", () => {
    expect(corpus.findings.of("token")).toEqual([]);
  });
});
