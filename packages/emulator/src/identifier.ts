import { createHash, randomBytes } from "node:crypto";

const ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TOKEN_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

function spell(bytes: Uint8Array, alphabet: string): string {
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
}

/** A fresh prediction or training id: 26 characters of `[a-z0-9]`, as Replicate's are. */
export function predictionId(): string {
  return spell(randomBytes(26), ID_ALPHABET);
}

/** A fresh capability token, as in the path of a stream: 52 characters of base 32. */
export function streamToken(): string {
  return spell(randomBytes(52), TOKEN_ALPHABET);
}

/** The same 64 hexadecimal digits for the same name: a model's version id. */
export function versionId(name: string): string {
  return createHash("sha256").update(`version of ${name}`).digest("hex");
}

/** The same 44 letters and digits for the same parts: the path of a delivered file. */
export function deliveryToken(...parts: ReadonlyArray<string | number>): string {
  return createHash("sha256").update(parts.join("\n")).digest("base64url").replace(/[-_]/g, "x");
}
