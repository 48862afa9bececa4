import { SpanKind, type AttributeValue } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { expect } from "vitest";
import { SPAN_ATTRIBUTES, type Convention } from "../../../src/sink/genai-conventions.ts";
import { FINISH_REASONS, PARTS } from "./conventions-1-41-1.ts";

/** Holds a span to the table and to what is true of every span of ours. */
export function checkSpan(span: ReadableSpan): void {
  const { attributes } = span;
  expect(span.instrumentationScope).toMatchObject({
    name: "braintrust-replicate",
    schemaUrl: "https://opentelemetry.io/schemas/1.41.1",
  });
  expect(span.kind).toBe(SpanKind.CLIENT);
  expect(span.ended).toBe(true);
  const model = attributes["gen_ai.request.model"] ?? attributes["gen_ai.response.model"];
  const operation = attributes["gen_ai.operation.name"];
  expect(span.name).toBe(model === undefined ? operation : `${String(operation)} ${String(model)}`);
  expect(attributes["gen_ai.provider.name"]).toBe("replicate");
  for (const [name, value] of Object.entries(attributes)) {
    const convention: Convention | undefined =
      SPAN_ATTRIBUTES[name as keyof typeof SPAN_ATTRIBUTES];
    expect(convention, `${name} is in the table`).toBeDefined();
    expect(fits(value, convention?.type), `${name}: ${String(value)}`).toBe(true);
  }
  checkMessages(attributes["gen_ai.input.messages"], false);
  checkMessages(attributes["gen_ai.output.messages"], true);
}

function fits(value: AttributeValue | undefined, type: Convention["type"] | undefined): boolean {
  switch (type) {
    case "int":
      return Number.isInteger(value);
    case "double":
      return typeof value === "number";
    case "string[]":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    case "any":
      return typeof value === "string";
    default:
      return typeof value === type;
  }
}

interface Message {
  readonly role: unknown;
  readonly parts: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly finish_reason?: string;
}

function checkMessages(value: AttributeValue | undefined, isOutput: boolean): void {
  if (value === undefined) return;
  const messages = JSON.parse(String(value)) as readonly Message[];
  for (const { role, parts, finish_reason: reason } of messages) {
    expect(typeof role).toBe("string");
    if (isOutput) expect([...FINISH_REASONS, "unknown"]).toContain(reason);
    for (const part of parts) {
      expect(typeof part["type"]).toBe("string");
      for (const name of PARTS[String(part["type"])] ?? []) {
        expect(typeof part[name], `${String(part["type"])}.${name}`).toBe("string");
      }
    }
  }
}
