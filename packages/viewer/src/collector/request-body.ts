import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { HTTPException } from "hono/http-exception";
import type { JsonObject } from "../store/json-value.ts";
import { isJsonObject } from "../store/json-value.ts";

const unzip = promisify(gunzip);

/**
 * Reads a body of at most `maxBytes` (also after gunzip: a small body can unfold to a huge one).
 * Throws an `HTTPException` that says what is wrong: 400, 413 or 415.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const sent = await collect(request.body, maxBytes);
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity") return sent;
  if (encoding !== "gzip") {
    throw new HTTPException(415, {
      message: `The body has content-encoding ${JSON.stringify(encoding)}; allowed: gzip, identity`,
    });
  }
  try {
    return await unzip(sent, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes);
    throw new HTTPException(400, { message: "The body says it is gzip, but it is not" });
  }
}

/** Reads a JSON object, whatever the content type: Python's SDK sends none. Throws as `readBytes`. */
export async function readJsonObject(request: Request, maxBytes: number): Promise<JsonObject> {
  return parseJsonObject(await readBytes(request, maxBytes));
}

/** Parses the bytes of a JSON object. Throws an `HTTPException` 400 where they are none. */
export function parseJsonObject(bytes: Uint8Array): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // The parser's message quotes the body, which may hold secrets.
    throw new HTTPException(400, { message: "The body is not valid JSON" });
  }
  if (!isJsonObject(parsed)) {
    throw new HTTPException(400, { message: "The body must be a JSON object" });
  }
  return parsed;
}

async function collect(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let total = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    total += read.value.byteLength;
    if (total > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(read.value);
  }
  return new Uint8Array(Buffer.concat(chunks, total));
}

function tooLarge(maxBytes: number): HTTPException {
  return new HTTPException(413, { message: `The body is larger than ${maxBytes} bytes` });
}
