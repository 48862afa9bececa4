import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** What is sealed: where a stream is, and the prediction that it belongs to. */
export interface SealedStream {
  readonly url: string;
  readonly predictionId: string;
}

const MARK = "sealed-";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const REMEMBERED = 2_000;

/**
 * Seals stream URLs, so that they can be handed to clients inside a URL of the gateway and be opened
 * again by any replica that has the secret. AES-256-GCM. The nonce is derived from the content
 * (HMAC-SHA-256, a key of its own): the same stream is sealed the same by all replicas and at every
 * poll, and two contents meet in one nonce with a chance of 2^-96.
 *
 * @example
 * ```ts
 * const seal = new StreamSeal("a secret of the replicas");
 * seal.open(seal.seal({ url: "https://stream.replicate.com/v1/streams/x", predictionId: "p" }));
 * ```
 */
export class StreamSeal {
  readonly #key: Buffer;
  readonly #nonceKey: Buffer;
  readonly #sealed = new Map<string, string>();

  /** @param secret - Shared by replicas; random, and of this process alone, when left out. */
  constructor(secret?: string) {
    const root = secret ?? randomBytes(32);
    this.#key = createHmac("sha256", root).update("stream seal: encryption").digest();
    this.#nonceKey = createHmac("sha256", root).update("stream seal: nonce").digest();
  }

  /** A path segment that stands for a stream. */
  seal({ url, predictionId }: SealedStream): string {
    const content = `${predictionId}\n${url}`;
    const known = this.#sealed.get(content);
    if (known !== undefined) return known;
    const hmac = createHmac("sha256", this.#nonceKey).update(content).digest();
    const nonce = hmac.subarray(0, NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    const parts = [nonce, cipher.update(content, "utf8"), cipher.final(), cipher.getAuthTag()];
    const segment = MARK + Buffer.concat(parts).toString("base64url");
    this.#remember(content, segment);
    return segment;
  }

  /** What a path segment stands for; undefined when it was not sealed under this secret. */
  open(segment: string): SealedStream | undefined {
    if (!StreamSeal.isSealed(segment)) return undefined;
    const bytes = Buffer.from(segment.slice(MARK.length), "base64url");
    if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
    // Lenient decoders read several texts as the same bytes; only the one that was written counts.
    if (MARK + bytes.toString("base64url") !== segment) return undefined;
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const content =
        decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") +
        decipher.final("utf8");
      const end = content.indexOf("\n");
      return { predictionId: content.slice(0, end), url: content.slice(end + 1) };
    } catch {
      return undefined;
    }
  }

  /** Whether a path segment claims to be sealed. */
  static isSealed(segment: string): boolean {
    return segment.startsWith(MARK);
  }

  #remember(content: string, segment: string): void {
    if (this.#sealed.size >= REMEMBERED) {
      const [oldest] = this.#sealed.keys();
      if (oldest !== undefined) this.#sealed.delete(oldest);
    }
    this.#sealed.set(content, segment);
  }
}
