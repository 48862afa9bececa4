import type { StreamSeal } from "../seal/stream-seal.ts";
import type { NamedUrl } from "./url-splicer.ts";

const API_PATH = "/v1/";
/** The name that Replicate gives itself in its answers, however it was reached. */
const REPLICATE = "https://api.replicate.com/v1/";
/** The `replicate` client takes the events of such a stream for files. */
const FILE_STREAM_PATH = "/v1/files/";
const FILE_STREAM = /^https?:\/\/[^/?#]+\/v1\/files\//;

/** What Replicate's URLs become, so that clients that follow them come back to the gateway. */
export class GatewayUrls {
  readonly #upstream: string;
  /** Where the API is on its host. */
  readonly #path: string;
  readonly #insecure: boolean;
  readonly #seal: StreamSeal;

  /** @param upstream - Without a trailing slash, and without `/v1`. */
  constructor(upstream: URL, seal: StreamSeal) {
    const base = upstream.href.replace(/\/$/, "");
    this.#upstream = base + API_PATH;
    this.#path = new URL(this.#upstream).pathname;
    this.#insecure = upstream.protocol === "http:";
    this.#seal = seal;
  }

  /**
   * The URL to give out in place of one of Replicate's; undefined when it is to stay.
   *
   * @param base - Where the client reaches the gateway, its key included: `http://127.0.0.1:4780`.
   */
  replace(
    base: string,
    named: { readonly name: NamedUrl; readonly url: string; readonly id: string },
  ): string | undefined {
    if (named.name === "stream") return this.#sealed(base, named.url, named.id);
    return this.#apiUrl(base, named.url);
  }

  /** The same for a `Location`, which may also be a path. */
  location(base: string, location: string): string | undefined {
    if (location.startsWith(this.#path)) {
      // A path is relative to what the client asked, which may have a key or a prefix in front.
      const { pathname } = new URL(base);
      return pathname.replace(/\/$/, "") + API_PATH + location.slice(this.#path.length);
    }
    return this.#apiUrl(base, location);
  }

  #apiUrl(base: string, url: string): string | undefined {
    for (const prefix of [this.#upstream, REPLICATE]) {
      if (url.startsWith(prefix)) return base + API_PATH + url.slice(prefix.length);
    }
    return undefined;
  }

  #sealed(base: string, url: string, predictionId: string): string | undefined {
    const allowed = url.startsWith("https://") || (this.#insecure && url.startsWith("http://"));
    if (!allowed || !URL.canParse(url)) return undefined;
    const segment = this.#seal.seal({ url, predictionId });
    return `${base}${FILE_STREAM.test(url) ? FILE_STREAM_PATH : "/v1/streams/"}${segment}`;
  }
}
