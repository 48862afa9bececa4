import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExecutionFact } from "../exchange/execution-fact.ts";
import type { Operation } from "../exchange/operation.ts";
import { readPrediction, type Prediction } from "../wire/prediction.ts";
import { startExecution, type Execution } from "./execution.ts";
import { isWhole, reduceExecution } from "./reduce-execution.ts";

/** A fact, and when it was seen. */
type Timed = ExecutionFact & { readonly at?: number };

const START = 1_000_000;

function started(operation: Operation): Execution {
  return startExecution({ operation, model: "acme/text", at: START });
}

function reduce(execution: Execution, fact: Timed): Execution {
  return reduceExecution(execution, fact, fact.at ?? START);
}

function reduced(operation: Operation, facts: readonly Timed[]): Execution {
  return facts.reduce(reduce, started(operation));
}

function prediction(fields: Readonly<Record<string, unknown>>): Prediction {
  const read = readPrediction({ id: "p1", ...fields });
  if (read === undefined) throw new Error("no prediction");
  return read;
}

function observed(fields: Readonly<Record<string, unknown>>, at: number = START + 5): Timed {
  return { kind: "observed", prediction: prediction(fields), at };
}

const iso = (offset: number): string => new Date(START + offset).toISOString();

/** What one prediction may be seen as during its life, the last word last. */
const life = fc
  .record({
    end: fc.constantFrom("succeeded", "failed", "canceled", "aborted"),
    chunks: fc.array(fc.string(), { maxLength: 4 }),
    hasFinalOutput: fc.boolean(),
    error: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    metrics: fc.option(fc.record({ predict_time: fc.nat(), token_input_count: fc.nat() }), {
      nil: undefined,
    }),
  })
  .map(({ end, chunks, hasFinalOutput, error, metrics }) => [
    observed({ status: "starting", created_at: iso(1), input: { prompt: "hi" }, logs: "" }),
    ...chunks.map((_, index) =>
      observed({
        status: "processing",
        output: chunks.slice(0, index + 1),
        logs: "line\n".repeat(index + 1),
        started_at: iso(2),
      }),
    ),
    observed({
      status: end,
      output: hasFinalOutput ? [...chunks, ""] : null,
      error: error ?? null,
      metrics,
      completed_at: iso(900),
      urls: { web: "https://replicate.com/p/p1" },
    }),
    // An hour later Replicate has deleted the data.
    observed({ status: end, input: {}, output: null, logs: null, data_removed: true }),
  ]);

const shuffled = life.chain((facts) =>
  fc
    .shuffledSubarray(
      facts.flatMap((fact) => [fact, fact, fact]),
      { minLength: facts.length * 3 },
    )
    .map((shuffle) => ({ facts, shuffle })),
);

describe("the same observations", () => {
  const operations = [
    "replicate.predictions.create",
    "replicate.run",
    "replicate.predictions.get",
  ] as const;
  it.each(operations)("tell the same story of %s in any order and number", (operation) => {
    fc.assert(
      fc.property(shuffled, ({ facts, shuffle }) => {
        expect(reduced(operation, shuffle)).toEqual(reduced(operation, facts));
      }),
    );
  });

  it("never erase what is known", () => {
    const fields = ["predictionId", "status", "output", "failure", "endedAt"] as const;
    const reported = ["logs", "metrics", "webUrl", "createdAt", "completedAt", "input"] as const;
    fc.assert(
      fc.property(shuffled, ({ shuffle }) => {
        let before = started("replicate.predictions.create");
        for (const fact of shuffle) {
          const after = reduce(before, fact);
          const erased = [
            ...fields.filter((name) => before[name] !== undefined && after[name] === undefined),
            ...reported.filter(
              (name) => before.reported[name] !== undefined && after.reported[name] === undefined,
            ),
          ];
          expect(erased).toEqual([]);
          before = after;
        }
      }),
    );
  });
});

it("a status that nobody knows yet is told, and moves nothing back", () => {
  const statuses = (...seen: readonly string[]): string | undefined =>
    reduced(
      "replicate.run",
      seen.map((status) => observed({ status })),
    ).status;
  expect(statuses("queued")).toBe("queued");
  expect(statuses("queued", "starting")).toBe("starting");
  expect(statuses("processing", "paused")).toBe("paused");
  expect(statuses("succeeded", "paused")).toBe("succeeded");
});

describe("the end", () => {
  const create = "replicate.predictions.create";

  it("is when it was seen, but no later than Replicate's own duration allows", () => {
    const times = { created_at: iso(0), completed_at: iso(400) };
    const ending = { status: "succeeded", ...times };
    expect(reduced(create, [observed(ending, START + 3_600_000)]).endedAt).toBe(START + 400);
    expect(reduced(create, [observed(ending, START + 100)]).endedAt).toBe(START + 100);
    const negative = { status: "succeeded", created_at: iso(400), completed_at: iso(0) };
    expect(reduced(create, [observed(negative, START + 100)]).endedAt).toBe(START);
  });

  it("comes once: a second one changes nothing", () => {
    fc.assert(
      fc.property(fc.array(ending(), { minLength: 1, maxLength: 6 }), (facts) => {
        const [first, ...rest] = facts;
        if (first === undefined) return;
        const once = reduced("replicate.run", [first]);
        const often = reduced("replicate.run", [first, ...rest]);
        expect(often.endedAt).toBeDefined();
        fc.pre(isWhole(once));
        expect(often.endedAt).toBe(once.endedAt);
      }),
    );
  });

  it.each(["expired", "evicted", "process_exit"] as const)(
    "of what was given up as %s is replaced by the real one",
    (why) => {
      const lost = reduced(create, [
        observed({ status: "processing" }),
        { kind: "lost", why, at: START + 50_000 },
      ]);
      expect(lost).toMatchObject({ incomplete: why, endedAt: START + 5 });
      expect(isWhole(lost)).toBe(false);
      const whole = reduce(lost, observed({ status: "succeeded" }, START + 60_000));
      expect(whole).toMatchObject({ incomplete: undefined, endedAt: START + 60_000 });
      expect(isWhole(whole)).toBe(true);
    },
  );

  it("cannot get lost afterwards", () => {
    const over = reduced(create, [observed({ status: "succeeded" })]);
    const late = reduce(over, { kind: "lost", why: "evicted", at: START + 99 });
    expect(late).toBe(over);
  });

  it("of a prediction does not come with the call that created it", () => {
    const returned = { kind: "returned", at: START + 9 } as const;
    expect(reduced(create, [observed({ status: "starting" }), returned]).endedAt).toBeUndefined();
    expect(reduced(create, [returned]).endedAt).toBe(START + 9);
    expect(reduced("replicate.run", [observed({ status: "processing" }), returned]).endedAt).toBe(
      START + 9,
    );
  });
});

function ending(): fc.Arbitrary<Timed> {
  const at = fc.integer({ min: START, max: START + 100 });
  return fc.oneof(
    at.map((moment): Timed => ({ kind: "returned", at: moment })),
    at.map((moment): Timed => ({ kind: "stopped", at: moment })),
    at.map((moment): Timed => ({ kind: "lost", why: "evicted", at: moment })),
    at.map((moment): Timed => ({ kind: "stream-done", status: "failed", at: moment })),
    fc.record({
      kind: fc.constant("threw" as const),
      signs: fc.constant([]),
      message: fc.string(),
      failed: fc.boolean(),
      ownAbort: fc.boolean(),
      at,
    }),
  );
}

describe("a status", () => {
  it("moves forward only, and the first terminal one stays", () => {
    const seen = (...statuses: string[]): string | undefined =>
      reduced(
        "replicate.run",
        statuses.map((status) => observed({ status })),
      ).status;
    expect(seen("processing", "starting")).toBe("processing");
    expect(seen("succeeded", "processing")).toBe("succeeded");
    expect(seen("canceled", "succeeded")).toBe("canceled");
  });

  it("is failed when the stream says so, canceled when it says that", () => {
    const done = (status: "failed" | "canceled"): Execution =>
      reduced("replicate.stream", [{ kind: "stream-done", status, at: START + 1 }]);
    expect(done("failed")).toMatchObject({ status: "failed", endedAt: START + 1 });
    expect(done("canceled").status).toBe("canceled");
  });
});

describe("what was thrown", () => {
  const threw = { kind: "threw", signs: [], message: "boom", at: START + 1 } as const;

  it("is a failure only where Replicate said so", () => {
    const failed = { ...threw, failed: true, ownAbort: false };
    const broke = { ...threw, failed: false, ownAbort: false };
    expect(reduced("replicate.run", [failed])).toMatchObject({ status: "failed", failure: "boom" });
    const broken = reduced("replicate.run", [broke]);
    expect(broken.thrown).toBe("boom");
    expect([broken.failure, broken.status]).toEqual([undefined, undefined]);
  });

  it("by the caller's own signal is no error", () => {
    const aborted = reduced("replicate.run", [{ ...threw, failed: false, ownAbort: true }]);
    expect(aborted.incomplete).toBe("stopped_early");
    expect(aborted.thrown).toBeUndefined();
  });
});

it("counts attempts", () => {
  expect(reduced("replicate.run", [{ kind: "attempted" }, { kind: "attempted" }]).attempts).toBe(2);
});

it("lets a terminal output replace a partial one, and never the other way round", () => {
  const partial = observed({ status: "processing", output: ["a", "b", "c"] });
  const final = observed({ status: "succeeded", output: "abc" });
  expect(reduced("replicate.run", [partial, final]).output).toBe("abc");
  expect(reduced("replicate.run", [final, partial]).output).toBe("abc");
});
