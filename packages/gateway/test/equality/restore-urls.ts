import { StreamSeal } from "../../src/seal/stream-seal.ts";

/** A secret for gateways whose seals tests open again. */
export const TEST_SECRET = "a secret that tests know";

/**
 * Puts Replicate's own URLs back in an answer that came through a gateway. What is then not equal to
 * the original, to the byte, has been changed by the gateway.
 *
 * @param original - What the URLs of the API began with, up to and with `/v1/`.
 */
export function restoreUrls(text: string, gateway: string, original: string): string {
  const seal = new StreamSeal(TEST_SECRET);
  const stream = new RegExp(
    `${escaped(gateway)}/v1/(?:streams|files)/(sealed-[A-Za-z0-9_-]+)`,
    "g",
  );
  return text
    .replaceAll(stream, (found, segment: string) => seal.open(segment)?.url ?? found)
    .replaceAll(`${gateway}/v1/`, original);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
