import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { isJsonObject } from "../store/json-value.ts";
import type { JsonObject } from "../store/json-value.ts";
import type { CollectorContext } from "./collector-context.ts";
import { OverflowPayloads } from "./overflow-payloads.ts";
import { parseJsonObject, readBytes, readJsonObject } from "./request-body.ts";
import { requireString } from "./require-string.ts";
import { storeRows } from "./store-rows.ts";

/**
 * Rows, inline or as overflow: asked for at `/logs3/overflow`, uploaded apart, then named at
 * `/logs3`. The answers must be JSON, else an SDK posts the rows again and drops them in the end.
 */
export function logRoutes(context: CollectorContext): Hono {
  const app = new Hono();
  const payloads = new OverflowPayloads();

  app.post("/logs3", async (c) => {
    const body = await readJsonObject(c.req.raw, context.maxBodyBytes);
    const rows = body["rows"];
    if (Array.isArray(rows)) return c.json(storeRows(context, rows));
    const key = overflowKey(rows);
    const uploaded = payloads.read(key);
    if (uploaded === "stored") return c.json({ row_ids: [] });
    if (uploaded === undefined) {
      throw new HTTPException(400, { message: "The overflow payload was never uploaded" });
    }
    const stored = storeRows(context, rowsOf(parseJsonObject(uploaded)));
    payloads.markStored(key);
    return c.json(stored);
  });

  app.post("/logs3/overflow", async (c) => {
    await readJsonObject(c.req.raw, context.maxBodyBytes);
    const key = randomUUID();
    payloads.expect(key);
    const upload = { signedUrl: new URL(`/overflow/${key}`, c.req.url).href, key };
    return context.overflowUpload === "PUT"
      ? c.json({ method: "PUT", headers: { "Content-Type": "application/json" }, ...upload })
      : c.json({ method: "POST", fields: { key }, ...upload });
  });

  app.put("/overflow/:key", async (c) => {
    const bytes = await readBytes(c.req.raw, context.maxBodyBytes);
    return c.json(payloads.keep(c.req.param("key"), bytes));
  });

  app.post("/overflow/:key", async (c) => {
    const bytes = await readBytes(c.req.raw, context.maxBodyBytes);
    const file = await multipartFile(bytes, c.req.header("content-type"));
    return c.json(payloads.keep(c.req.param("key"), file));
  });
  return app;
}

function overflowKey(rows: unknown): string {
  if (isJsonObject(rows) && rows["type"] === "logs3_overflow") return requireString(rows, "key");
  throw new HTTPException(400, {
    message: 'The field rows must be a list of rows or { "type": "logs3_overflow", "key" }',
  });
}

function rowsOf(payload: JsonObject): readonly unknown[] {
  const rows: unknown = payload["rows"];
  if (Array.isArray(rows)) return rows;
  throw new HTTPException(400, { message: "The field rows of the payload must be a list" });
}

async function multipartFile(
  bytes: Uint8Array,
  contentType: string | undefined,
): Promise<Uint8Array> {
  const form = await new Response(new Uint8Array(bytes), {
    headers: { "content-type": contentType ?? "" },
  })
    .formData()
    .catch(() => undefined);
  const file = form?.get("file");
  if (file === undefined || file === null) {
    throw new HTTPException(400, { message: "The body must be a form with the field file" });
  }
  return typeof file === "string"
    ? new TextEncoder().encode(file)
    : new Uint8Array(await file.arrayBuffer());
}
