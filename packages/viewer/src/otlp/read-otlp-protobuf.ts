import { PbfReader } from "pbf";
import type { OtlpEvent, OtlpSpan } from "./otlp-span.ts";
import { DEEPEST_VALUE, momentOf, OtlpProblem } from "./otlp-span.ts";

/**
 * Reads an `ExportTraceServiceRequest` in protobuf. Field numbers are those of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/opentelemetry/proto/trace/v1/trace.proto
 * and common/v1/common.proto beside it; fields that a row has no use for are skipped. Throws an
 * `OtlpProblem`.
 */
export function readOtlpProtobuf(bytes: Uint8Array): readonly OtlpSpan[] {
  try {
    const spans: OtlpSpan[] = [];
    const whole = new PbfReader(bytes);
    whole.readFields<OtlpSpan[]>((tag, into, reader) => {
      if (tag === 1) into.push(...readResourceSpans(reader));
    }, spans);
    // The reader takes what is cut off for the end, but counts how far it should have come.
    if (whole.pos !== bytes.byteLength) throw new OtlpProblem("The body ends too early");
    return spans;
  } catch (error) {
    if (error instanceof OtlpProblem) throw error;
    throw new OtlpProblem("The body is no OTLP in protobuf");
  }
}

type Around = Pick<OtlpSpan, "resource" | "scope">;
type Attributes = Record<string, unknown>;
type ReadSpan = (around: Around) => OtlpSpan;

/** A resource may come after its spans: they are completed when all has been read. */
function readResourceSpans(reader: PbfReader): readonly OtlpSpan[] {
  const resource: Attributes = {};
  const scopes: ((of: Attributes) => readonly OtlpSpan[])[] = [];
  reader.readMessage((tag, _, inner) => {
    if (tag === 1) readAttributes(inner, 1, resource);
    if (tag === 2) scopes.push(readScopeSpans(inner));
  }, undefined);
  return scopes.flatMap((complete) => complete(resource));
}

function readScopeSpans(reader: PbfReader): (resource: Attributes) => readonly OtlpSpan[] {
  const scope = { name: "", version: "" };
  const spans: ReadSpan[] = [];
  reader.readMessage((tag, _, inner) => {
    if (tag === 2) spans.push(readSpan(inner));
    if (tag !== 1) return;
    inner.readMessage((field, into, fields) => {
      if (field === 1) into.name = fields.readString();
      if (field === 2) into.version = fields.readString();
    }, scope);
  }, undefined);
  return (resource) => spans.map((complete) => complete({ resource, scope }));
}

function readSpan(reader: PbfReader): ReadSpan {
  const ids = { traceId: "", spanId: "", parentSpanId: "" };
  const attributes: Attributes = {};
  const events: OtlpEvent[] = [];
  const status = { message: "", code: 0 };
  const rest = { name: "", start: 0, end: 0 };
  reader.readMessage((tag, _, inner) => {
    if (tag === 1) ids.traceId = hex(inner.readBytes());
    else if (tag === 2) ids.spanId = hex(inner.readBytes());
    else if (tag === 4) ids.parentSpanId = hex(inner.readBytes());
    else if (tag === 5) rest.name = inner.readString();
    else if (tag === 7) rest.start = inner.readFixed64();
    else if (tag === 8) rest.end = inner.readFixed64();
    else if (tag === 9) readKeyValue(inner, attributes, 0);
    else if (tag === 11) events.push(readEvent(inner));
    else if (tag === 15) readStatus(inner, status);
  }, undefined);
  if (ids.traceId.length !== 32) throw new OtlpProblem("traceId must have 16 bytes");
  if (ids.spanId.length !== 16) throw new OtlpProblem("spanId must have 8 bytes");
  return (around) => ({
    ...around,
    ...ids,
    ...rest,
    parentSpanId: /^0*$/.test(ids.parentSpanId) ? undefined : ids.parentSpanId,
    start: momentOf(rest.start),
    end: momentOf(rest.end),
    attributes,
    events,
    statusCode: status.code,
    statusMessage: status.message,
  });
}

function readEvent(reader: PbfReader): OtlpEvent {
  const event: { name: string; attributes: Attributes } = { name: "", attributes: {} };
  reader.readMessage((tag, into, inner) => {
    if (tag === 2) into.name = inner.readString();
    if (tag === 3) readKeyValue(inner, into.attributes, 0);
  }, event);
  return event;
}

function readStatus(reader: PbfReader, status: { message: string; code: number }): void {
  reader.readMessage((tag, into, inner) => {
    if (tag === 2) into.message = inner.readString();
    if (tag === 3) into.code = inner.readVarint();
  }, status);
}

/** A message whose one field of interest is a list of attributes. */
function readAttributes(reader: PbfReader, field: number, into: Attributes): void {
  reader.readMessage((tag, attributes, inner) => {
    if (tag === field) readKeyValue(inner, attributes, 0);
  }, into);
}

function readKeyValue(reader: PbfReader, into: Attributes, depth: number): void {
  const pair: { key: string; value: unknown } = { key: "", value: null };
  reader.readMessage((tag, result, inner) => {
    if (tag === 1) result.key = inner.readString();
    if (tag === 2) result.value = readAnyValue(inner, depth + 1);
  }, pair);
  // Defined, as assigning to `__proto__` would set a prototype.
  Object.defineProperty(into, pair.key, {
    value: pair.value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function readAnyValue(reader: PbfReader, depth: number): unknown {
  if (depth > DEEPEST_VALUE) throw new OtlpProblem("An attribute nests too deep");
  const box: { value: unknown } = { value: null };
  reader.readMessage((tag, result, inner) => {
    if (tag === 1) result.value = inner.readString();
    else if (tag === 2) result.value = inner.readBoolean();
    else if (tag === 3) result.value = inner.readVarint(true);
    else if (tag === 4) result.value = finite(inner.readDouble());
    else if (tag === 5) result.value = readArray(inner, depth);
    else if (tag === 6) result.value = readMap(inner, depth);
    else if (tag === 7) result.value = Buffer.from(inner.readBytes()).toString("base64");
  }, box);
  return box.value;
}

function readArray(reader: PbfReader, depth: number): readonly unknown[] {
  return reader.readMessage<unknown[]>((tag, into, inner) => {
    if (tag === 1) into.push(readAnyValue(inner, depth + 1));
  }, []);
}

function readMap(reader: PbfReader, depth: number): Attributes {
  return reader.readMessage<Attributes>((tag, into, inner) => {
    if (tag === 1) readKeyValue(inner, into, depth);
  }, {});
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
