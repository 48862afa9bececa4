import { createEmulator } from "replicate-emulator";
import { afterEach, describe, expect, it } from "vitest";
import type { CaptureMessageContent } from "braintrust-replicate/opentelemetry";
import { testModels } from "../support/test-models.ts";
import { checkSpan } from "./support/check-span.ts";
import { openStage, type Stage, type StageOptions } from "./support/open-stage.ts";
import { toldClient } from "./support/told-client.ts";

const VARIABLE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
const SECRET = "a prompt that nobody else may read";

afterEach(() => void delete process.env[VARIABLE]);

async function told(options: StageOptions = {}): Promise<Stage> {
  const stage = openStage(options);
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);
  const input = { prompt: SECRET, system_prompt: "Be brief.", width: 3 };
  await replicate.run("acme/text", { input });
  checkSpan(stage.span());
  return stage;
}

const MESSAGES = {
  "gen_ai.system_instructions": [{ type: "text", content: "Be brief." }],
  "gen_ai.input.messages": [
    {
      role: "user",
      parts: [
        { type: "text", content: SECRET },
        { type: "parameters", parameters: { width: 3 } },
      ],
    },
  ],
  "gen_ai.output.messages": [
    {
      role: "assistant",
      parts: [{ type: "text", content: `You said: ${SECRET}` }],
      finish_reason: "unknown",
    },
  ],
};

function onSpan(stage: Stage): Record<string, unknown> {
  const entries = Object.entries(stage.span().attributes).filter(([name]) => name in MESSAGES);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, JSON.parse(String(value)) as unknown]),
  );
}

function onEvents({ logs }: Stage): readonly unknown[] {
  return logs.getFinishedLogRecords().map(({ eventName, attributes }) => [eventName, attributes]);
}

it("writes none unless it is asked", async () => {
  const stage = await told();

  const { attributes, events, status } = stage.span();
  expect(JSON.stringify([attributes, events, status])).not.toContain(SECRET);
  expect(onEvents(stage)).toEqual([]);
});

const FORMS: ReadonlyArray<readonly [form: string, span: boolean, event: boolean]> = [
  ["true", true, false],
  ["1", true, false],
  ["False", false, false],
  ["NO_CONTENT", false, false],
  ["span_only", true, false],
  ["SPAN_ONLY", true, false],
  ["Event_Only", false, true],
  ["SPAN_AND_EVENT", true, true],
];

describe.each(FORMS)("%s", (form, span, event) => {
  const details = [
    "gen_ai.client.inference.operation.details",
    expect.objectContaining({ ...MESSAGES, "gen_ai.operation.name": "text_completion" }),
  ];
  const written = { span: span ? MESSAGES : {}, events: event ? [details] : [] };

  it("is understood of the environment", async () => {
    process.env[VARIABLE] = form;
    const stage = await told();
    expect({ span: onSpan(stage), events: onEvents(stage) }).toEqual(written);
  });

  it("is understood of the option, which wins over the environment", async () => {
    process.env[VARIABLE] = span || event ? "NO_CONTENT" : "SPAN_AND_EVENT";
    const captureMessageContent = form as CaptureMessageContent;
    const stage = await told({ captureMessageContent });
    expect({ span: onSpan(stage), events: onEvents(stage) }).toEqual(written);
  });
});

it("puts an event on the span where nobody takes logs", async () => {
  const stage = await told({ captureMessageContent: "EVENT_ONLY", withoutLogs: true });

  expect(onSpan(stage)).toEqual({});
  const [event, ...others] = stage.span().events;
  expect(others).toEqual([]);
  expect(event?.name).toBe("gen_ai.client.inference.operation.details");
  expect(JSON.parse(String(event?.attributes?.["gen_ai.input.messages"]))).toEqual(
    MESSAGES["gen_ai.input.messages"],
  );
});

it("writes nothing and says so where the environment cannot be understood", async () => {
  process.env[VARIABLE] = "everything";
  const stage = await told();

  expect(onSpan(stage)).toEqual({});
  expect(stage.problems.map(({ message }) => message)).toEqual([
    `braintrust-replicate: ${VARIABLE} must be true, false, NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT; got "everything", nothing is captured`,
  ]);
});

it("writes nothing that is not recorded", async () => {
  const stage = openStage({ captureMessageContent: true });
  const client = createEmulator({ models: testModels() });
  const replicate = toldClient(client, stage, { captureInput: false, redact: () => "[OUT]" });

  await replicate.run("acme/text", { input: { prompt: SECRET } });

  const { attributes } = stage.span();
  expect(attributes).not.toHaveProperty("gen_ai.input.messages");
  expect(JSON.stringify(attributes)).not.toContain(SECRET);
  expect(String(attributes["gen_ai.output.messages"])).toContain("[OUT]");
});

it("tells of an exception on an event, with its class and what it said", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  await replicate.run("acme/fails", { input: {} }).catch(() => {});

  expect(onEvents(stage)).toEqual([
    [
      "gen_ai.client.operation.exception",
      { "exception.type": "prediction_failed", "exception.message": "CUDA out of memory" },
    ],
  ]);
  expect(stage.logs.getFinishedLogRecords()[0]?.spanContext).toEqual(stage.span().spanContext());
});
