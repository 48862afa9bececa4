import { createHash, randomUUID } from "node:crypto";

/** An uploaded file as `GET /files/{id}` describes it, without its URLs. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly metadata: unknown;
  readonly createdAt: number;
}

const DAY_MS = 86_400_000;

/** Keeps an upload, under an id that is base 64 of a UUID, as Replicate's are. */
export function storedFile(upload: Omit<StoredFile, "id">): StoredFile {
  return { id: Buffer.from(randomUUID()).toString("base64url"), ...upload };
}

/** The file object of Replicate's HTTP API; it expires after a day. */
export function fileObject(file: StoredFile, apiBase: string): Record<string, unknown> {
  const md5 = createHash("md5").update(file.bytes).digest("hex");
  const sha256 = createHash("sha256").update(file.bytes).digest("hex");
  return {
    id: file.id,
    name: file.name,
    content_type: file.contentType,
    size: file.bytes.length,
    etag: md5,
    checksums: { sha256, md5 },
    metadata: file.metadata,
    created_at: new Date(file.createdAt).toISOString(),
    expires_at: new Date(file.createdAt + DAY_MS).toISOString(),
    urls: { get: `${apiBase}/files/${file.id}` },
  };
}
