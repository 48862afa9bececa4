import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { readProtobuf, type Fields } from "./read-protobuf.ts";

/** A span as it came over the wire. */
export interface ReceivedSpan {
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly kind: number;
  /** Nanoseconds since the epoch. */
  readonly start: string;
  readonly end: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number; readonly message: string };
}

/** A receiver of OTLP over HTTP, in either encoding. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly contentTypes: Set<string>;
}

/**
 * Starts a receiver until the test is over.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function receiveOtlp(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const contentTypes = new Set<string>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const type = request.headers["content-type"] ?? "";
      contentTypes.add(type);
      spans.push(...(type === "application/json" ? spansInJson(body) : spansInProtobuf(body)));
      response.setHeader("content-type", type).end(type === "application/json" ? "{}" : "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, spans, contentTypes };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface JsonValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly JsonValue[] };
}

interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: ReadonlyArray<{ readonly key: string; readonly value: JsonValue }>;
  readonly status: { readonly code?: number; readonly message?: string };
}

interface JsonRequest {
  readonly resourceSpans: ReadonlyArray<{
    readonly scopeSpans: ReadonlyArray<{
      readonly scope: { readonly name: string };
      readonly spans: readonly JsonSpan[];
    }>;
  }>;
}

function spansInJson(body: Buffer): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(body.toString()) as JsonRequest;
  const scopes = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
  return scopes.flatMap(({ scope, spans }) =>
    spans.map((span) => ({
      scope: scope.name,
      traceId: span.traceId,
      spanId: span.spanId,
      name: span.name,
      kind: span.kind,
      start: span.startTimeUnixNano,
      end: span.endTimeUnixNano,
      attributes: Object.fromEntries(
        span.attributes.map(({ key, value }) => [key, jsonValue(value)]),
      ),
      status: { code: span.status.code ?? 0, message: span.status.message ?? "" },
    })),
  );
}

function jsonValue(value: JsonValue): unknown {
  if (value.arrayValue) return value.arrayValue.values.map(jsonValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}

function spansInProtobuf(body: Buffer): ReceivedSpan[] {
  const scopes = messages(readProtobuf(body), 1).flatMap((resource) => messages(resource, 2));
  return scopes.flatMap((scope) => {
    const name = text(messages(scope, 1)[0], 1);
    return messages(scope, 2).map((span) => spanOf(span, name));
  });
}

function spanOf(span: Fields, scope: string): ReceivedSpan {
  const [status] = messages(span, 15);
  return {
    scope,
    traceId: bytes(span, 1).toString("hex"),
    spanId: bytes(span, 2).toString("hex"),
    name: text(span, 5),
    kind: number(span, 6),
    start: String(bytes(span, 7).readBigUInt64LE()),
    end: String(bytes(span, 8).readBigUInt64LE()),
    attributes: Object.fromEntries(
      messages(span, 9).map((pair) => [text(pair, 1), valueOf(messages(pair, 2)[0])]),
    ),
    status: { code: number(status, 3), message: text(status, 2) },
  };
}

function valueOf(value: Fields | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.has(1)) return text(value, 1);
  if (value.has(2)) return number(value, 2) === 1;
  if (value.has(3)) return number(value, 3);
  if (value.has(4)) return bytes(value, 4).readDoubleLE();
  return messages(messages(value, 5)[0], 1).map(valueOf);
}

function messages(of: Fields | undefined, field: number): readonly Fields[] {
  return (of?.get(field) ?? []).flatMap((value) =>
    value instanceof Uint8Array ? [readProtobuf(value)] : [],
  );
}

function bytes(of: Fields | undefined, field: number): Buffer {
  const value = of?.get(field)?.[0];
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0);
}

function text(of: Fields | undefined, field: number): string {
  return bytes(of, field).toString();
}

function number(of: Fields | undefined, field: number): number {
  const value = of?.get(field)?.[0];
  return value instanceof Uint8Array ? 0 : Number(value ?? 0);
}
