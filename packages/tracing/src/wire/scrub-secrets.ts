/** What stands where a secret stood; the word that Replicate itself uses. */
export const REDACTED = "[REDACTED]";

/**
 * Shapes of Replicate's own credentials: API tokens, webhook signing secrets, an `Authorization`
 * header in either scheme, and stream URLs, which need no token and therefore are one. What may
 * stand before or between has a limit: without one, a text made of nothing but that would be
 * searched again from each of its places.
 */
const SHAPES: readonly RegExp[] = [
  /r8_[A-Za-z0-9]{8,}/g,
  /whsec_[A-Za-z0-9+/=]{8,}/g,
  /(?<=\bauthorization["']?\s{0,9}[:=]\s{0,9}["']?)(?:bearer|token|basic)\s+[^\s"',}]+/gi,
  /(?<=\bbearer\s)[A-Za-z0-9._~+/-]{16,}=*/gi,
  /https?:\/\/(?:[^\s"'<>]{0,200}\/v1\/streams|stream[^\s"'<>/]{0,200}\/v1\/(?:files|predictions))\/[\w-]{16,}/g,
];

/** One cheap test that nearly every string fails, before the patterns are tried. */
const SUSPICIOUS = /r8_|whsec_|authorization|bearer|\/v1\//i;

/** `r8_` and eight characters. */
const SHORTEST_SHAPE = 11;

/** Shorter "secrets" would blank out ordinary words. */
const SHORTEST_KNOWN_SECRET = 6;

/**
 * Replaces everything in a text that is, or is shaped like, a credential.
 *
 * @param known - Exact secrets to look for, such as the client's token; shorter than six
 *   characters they are ignored.
 */
export function scrubSecrets(text: string, known: readonly string[] = []): string {
  let scrubbed = text;
  for (const secret of known) {
    if (secret.length >= SHORTEST_KNOWN_SECRET && scrubbed.includes(secret)) {
      scrubbed = scrubbed.replaceAll(secret, REDACTED);
    }
  }
  if (scrubbed.length < SHORTEST_SHAPE || !SUSPICIOUS.test(scrubbed)) return scrubbed;
  for (const shape of SHAPES) scrubbed = scrubbed.replace(shape, REDACTED);
  return scrubbed;
}
