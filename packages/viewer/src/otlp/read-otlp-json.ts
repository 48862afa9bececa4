import type { JsonObject } from "../store/json-value.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { OtlpAttributes, OtlpEvent, OtlpSpan } from "./otlp-span.ts";
import { DEEPEST_VALUE, momentOf, OtlpProblem } from "./otlp-span.ts";

/**
 * Reads an `ExportTraceServiceRequest` in JSON: ids in hexadecimal, 64-bit numbers as strings
 * (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). Throws an `OtlpProblem`.
 */
export function readOtlpJson(request: JsonObject): readonly OtlpSpan[] {
  return objects(request["resourceSpans"]).flatMap((resourceSpans) => {
    const resource = attributesOf(objectOf(resourceSpans["resource"])["attributes"]);
    return objects(resourceSpans["scopeSpans"]).flatMap((scopeSpans) => {
      const { name, version } = objectOf(scopeSpans["scope"]);
      const scope = { name: text(name), version: text(version) };
      return objects(scopeSpans["spans"]).map((span) => spanOf(span, { resource, scope }));
    });
  });
}

function spanOf(span: JsonObject, around: Pick<OtlpSpan, "resource" | "scope">): OtlpSpan {
  const status = objectOf(span["status"]);
  const parentSpanId = text(span["parentSpanId"]).toLowerCase();
  return {
    ...around,
    traceId: idOf(span["traceId"], "traceId"),
    spanId: idOf(span["spanId"], "spanId"),
    parentSpanId: /^0*$/.test(parentSpanId) ? undefined : parentSpanId,
    name: text(span["name"]),
    start: momentOf(Number(span["startTimeUnixNano"])),
    end: momentOf(Number(span["endTimeUnixNano"])),
    attributes: attributesOf(span["attributes"]),
    events: objects(span["events"]).map(eventOf),
    statusCode: codeOf(status["code"]),
    statusMessage: text(status["message"]),
  };
}

function eventOf(event: JsonObject): OtlpEvent {
  return { name: text(event["name"]), attributes: attributesOf(event["attributes"]) };
}

function attributesOf(list: unknown): OtlpAttributes {
  return Object.fromEntries(
    objects(list).map((item) => [text(item["key"]), valueOf(item["value"], 0)]),
  );
}

function valueOf(value: unknown, depth: number): unknown {
  if (depth > DEEPEST_VALUE) throw new OtlpProblem("An attribute nests too deep");
  if (!isJsonObject(value)) return null;
  if ("stringValue" in value) return value["stringValue"];
  if ("boolValue" in value) return value["boolValue"];
  if ("intValue" in value) return Number(value["intValue"]);
  if ("doubleValue" in value) return numberOf(value["doubleValue"]);
  if ("bytesValue" in value) return value["bytesValue"];
  if ("arrayValue" in value) {
    const { values } = objectOf(value["arrayValue"]);
    return Array.isArray(values) ? values.map((item) => valueOf(item, depth + 1)) : [];
  }
  if (!("kvlistValue" in value)) return null;
  const entries = objects(objectOf(value["kvlistValue"])["values"]);
  return Object.fromEntries(
    entries.map((item) => [text(item["key"]), valueOf(item["value"], depth + 1)]),
  );
}

/** JSON has no NaN and no infinities: OTLP writes them as strings, and a row has null for them. */
function numberOf(value: unknown): number | null {
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function idOf(value: unknown, name: string): string {
  if (typeof value === "string" && /^[0-9a-f]{16,32}$/i.test(value)) return value.toLowerCase();
  throw new OtlpProblem(`${name} must be hexadecimal`);
}

function codeOf(code: unknown): number {
  if (code === "STATUS_CODE_ERROR") return 2;
  return typeof code === "number" ? code : 0;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
