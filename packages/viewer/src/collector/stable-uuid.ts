import { createHash } from "node:crypto";

/**
 * A UUID that the same name always gets, in every process (RFC 9562, version 8: custom).
 *
 * @example
 * stableUuid("project", "my app") === stableUuid("project", "my app"); // true
 */
export function stableUuid(kind: string, name: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([kind, name]))
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString("hex", 0, 16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
