import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Archive } from "../storage/open-archive.ts";
import { readRange } from "./read-range.ts";

/** What a browser shows in place and cannot run; SVG and HTML are not among them. */
const SHOWN =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain)$/;

/** `GET /media/<sha256>`: kept bytes, with ranges, never as a document that could run something. */
export function mediaRoutes({ media, files }: Pick<Archive, "media" | "files">): Hono {
  const app = new Hono();
  app.get("/media/:sha256{[0-9a-f]{64}}", (c) => {
    const sha256 = c.req.param("sha256");
    const known = files.media(sha256);
    if (known === undefined || !media.has(sha256)) {
      throw new HTTPException(404, { message: "No such file is kept" });
    }
    const { bytes: size } = known;
    const headers = mediaHeaders(known.contentType, sha256);
    const range = readRange(c.req.header("range"), size);
    if (range === "unsatisfiable") {
      return c.body(null, 416, { ...headers, "content-range": `bytes */${size}` });
    }
    const { first, last } = range ?? { first: 0, last: size - 1 };
    const body = size === 0 ? null : streamFile(media.path(sha256), first, last);
    const length = { ...headers, "content-length": String(size === 0 ? 0 : last - first + 1) };
    if (range === undefined) return new Response(body, { headers: length });
    const contentRange = `bytes ${first}-${last}/${size}`;
    return new Response(body, {
      status: 206,
      headers: { ...length, "content-range": contentRange },
    });
  });
  return app;
}

function streamFile(path: string, start: number, end: number): ReadableStream {
  return Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream;
}

function mediaHeaders(contentType: string, sha256: string): Record<string, string> {
  const type = contentType.split(";", 1).join("").trim().toLowerCase();
  const isShown = SHOWN.test(type);
  const isSvg = type === "image/svg+xml";
  return {
    "content-type": isShown
      ? type.replace(/^text\/plain$/, "text/plain; charset=utf-8")
      : isSvg
        ? type
        : "application/octet-stream",
    // An <img> shows an SVG in spite of this and runs nothing; opened by itself it is saved.
    "content-disposition": isShown ? "inline" : "attachment",
    "content-security-policy": "sandbox; default-src 'none'",
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=31536000, immutable",
    etag: `"${sha256}"`,
  };
}
