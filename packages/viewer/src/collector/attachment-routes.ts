import { Hono } from "hono";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { JsonObject } from "../store/json-value.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { CollectedAttachment } from "../store/row-store.ts";
import type { CollectorContext } from "./collector-context.ts";
import { readBytes, readJsonObject } from "./request-body.ts";
import { requireString } from "./require-string.ts";

/**
 * Attachments: announced with a POST, uploaded with a PUT to the URL of the answer, settled with a
 * status; read back by asking for a download URL. The URLs are absolute, as the SDK insists.
 */
export function attachmentRoutes(context: CollectorContext): Hono {
  const { store } = context;
  const app = new Hono();

  app.post("/attachment", async (c) => {
    const body = await readJsonObject(c.req.raw, context.maxBodyBytes);
    const key = requireString(body, "key");
    store.announceAttachment({
      key,
      filename: requireString(body, "filename"),
      contentType: requireString(body, "content_type"),
    });
    return c.json({ signedUrl: bytesUrl(c, key), headers: {} });
  });

  app.post("/attachment/status", async (c) => {
    const body = await readJsonObject(c.req.raw, context.maxBodyBytes);
    const key = requireString(body, "key");
    const known = store.settleAttachment(key, readOutcome(body["status"]));
    if (!known) throw unknownAttachment();
    return c.json({});
  });

  app.get("/attachment", (c) => {
    const external = c.req.query("url");
    if (external !== undefined) {
      return c.json({ downloadUrl: external, status: { upload_status: "done" } });
    }
    const attachment = store.attachment(c.req.query("key") ?? "");
    if (attachment === undefined) throw unknownAttachment();
    return c.json({ downloadUrl: bytesUrl(c, attachment.key), status: statusOf(attachment) });
  });

  app.put("/attachment-bytes/:key", async (c) => {
    const bytes = await readBytes(c.req.raw, context.maxBodyBytes);
    if (!store.keepAttachmentBytes(c.req.param("key"), bytes)) throw unknownAttachment();
    return c.json({});
  });

  app.get("/attachment-bytes/:key", (c) => {
    const attachment = store.attachment(c.req.param("key"));
    if (attachment?.bytes === undefined) throw unknownAttachment();
    return new Response(new Uint8Array(attachment.bytes), { headers: downloadHeaders(attachment) });
  });
  return app;
}

function bytesUrl(c: Context, key: string): string {
  return new URL(`/attachment-bytes/${encodeURIComponent(key)}`, c.req.url).href;
}

function readOutcome(status: unknown): { readonly errorMessage?: string } {
  const outcome: JsonObject = isJsonObject(status) ? status : {};
  if (outcome["upload_status"] === "done") return {};
  if (outcome["upload_status"] === "error") {
    const message = outcome["error_message"];
    return { errorMessage: typeof message === "string" ? message : "unknown error" };
  }
  throw new HTTPException(400, { message: 'status.upload_status must be "done" or "error"' });
}

function statusOf(attachment: CollectedAttachment): JsonObject {
  return {
    upload_status: attachment.status,
    ...(attachment.errorMessage === undefined ? {} : { error_message: attachment.errorMessage }),
  };
}

/** What an app logged may be a page with scripts: a browser must save it and never show it. */
function downloadHeaders(attachment: CollectedAttachment): Record<string, string> {
  // Header values are limited to Latin-1 without controls; what was logged is not.
  const isPlain = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w."-]+)*$/.test(attachment.contentType);
  const filename = attachment.filename.replace(/\p{Surrogate}/gu, "\u{FFFD}");
  return {
    "content-type": isPlain ? attachment.contentType : "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  };
}

function unknownAttachment(): HTTPException {
  return new HTTPException(404, { message: "No such attachment was announced" });
}
