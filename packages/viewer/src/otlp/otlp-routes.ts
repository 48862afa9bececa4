import type { Context } from "hono";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { CollectorContext } from "../collector/collector-context.ts";
import type { Registry } from "../collector/registry.ts";
import { parseJsonObject, readBytes } from "../collector/request-body.ts";
import { storeRows } from "../collector/store-rows.ts";
import type { OtlpSpan } from "./otlp-span.ts";
import { OtlpProblem } from "./otlp-span.ts";
import { readOtlpJson } from "./read-otlp-json.ts";
import { readOtlpProtobuf } from "./read-otlp-protobuf.ts";
import type { RowParent } from "./row-of-otlp-span.ts";
import { rowOfOtlpSpan } from "./row-of-otlp-span.ts";

/** OTLP's own path, and the one below Braintrust's API. */
const PATHS = ["/v1/traces", "/otel/v1/traces"] as const;

const PROTOBUF = "application/x-protobuf";

/**
 * Traces over OTLP/HTTP, in JSON and in protobuf, plain and with gzip: each span becomes a row
 * (https://opentelemetry.io/docs/specs/otlp/#otlphttp).
 */
export function otlpRoutes(context: CollectorContext): Hono {
  const app = new Hono();
  for (const path of PATHS) {
    app.post(path, async (c) => {
      const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
      const spans = readSpans(await readBytes(c.req.raw, context.maxBodyBytes), type);
      const header = c.req.header("x-bt-parent");
      const rows = spans.map((span) =>
        rowOfOtlpSpan(span, parentOf(context.registry, span, header)),
      );
      const { rejected = [] } = storeRows(context, rows);
      return answer(c, { isProtobuf: type === PROTOBUF, rejected: rejected.length });
    });
  }
  return app;
}

function readSpans(bytes: Uint8Array, type: string | undefined): readonly OtlpSpan[] {
  try {
    if (type === PROTOBUF) return readOtlpProtobuf(bytes);
    if (type === "application/json") return readOtlpJson(parseJsonObject(bytes));
  } catch (error) {
    if (error instanceof OtlpProblem) throw new HTTPException(400, { message: error.message });
    throw error;
  }
  throw new HTTPException(415, {
    message: `Traces are taken as application/json and ${PROTOBUF}`,
  });
}

/** An `ExportTraceServiceResponse` in the encoding of the request; an empty message is no bytes. */
function answer(
  c: Context,
  { isProtobuf, rejected }: { readonly isProtobuf: boolean; readonly rejected: number },
): Response {
  if (isProtobuf) {
    return new Response(new Uint8Array(), { headers: { "content-type": PROTOBUF } });
  }
  return c.json(rejected === 0 ? {} : { partialSuccess: { rejectedSpans: String(rejected) } });
}

/**
 * The project of a span: what the span itself says, else the request, else the project of the name
 * of its service.
 */
function parentOf(registry: Registry, span: OtlpSpan, header: string | undefined): RowParent {
  const own = span.attributes["braintrust.parent"];
  const [, kind = "", value = ""] =
    /^(project_name|project_id|experiment_id):(.+)$/.exec(
      typeof own === "string" ? own : (header ?? ""),
    ) ?? [];
  if (kind === "experiment_id") return { experiment_id: value };
  if (kind === "project_id") return { project_id: value, log_id: "g" };
  const service = span.resource["service.name"];
  const name = kind === "project_name" ? value : typeof service === "string" ? service : "";
  const project = registry.registerProject(name === "" ? "opentelemetry" : name);
  return { project_id: project.id, log_id: "g" };
}
