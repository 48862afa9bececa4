import {
  createHttpTracing,
  type BodyObserver,
  type HttpTracingOptions,
  type SeenRequest,
} from "braintrust-replicate/http";
import { testToken } from "../../support/test-token.ts";
import type { Answering } from "../../support/traced-client.ts";

/** How a test sends a request and reads its answer. */
interface Exchange {
  readonly method?: string;
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is told beside, as only some who see traffic know it. */
  readonly seen?: Partial<SeenRequest>;
  /** Stops reading after so many chunks. */
  readonly chunks?: number;
}

/** Sends requests past the tracing, as a proxy does: it reads every body to its end. */
export type WatchedFetch = (exchange: Exchange) => Promise<string>;

/** Problems of tracing fail the test. */
export function watchedFetch({ fetch }: Answering, options: HttpTracingOptions = {}): WatchedFetch {
  const onError = (problem: Error): void => {
    queueMicrotask(() => {
      throw problem;
    });
  };
  const tracing = createHttpTracing({ onError, ...options });
  return async ({ method = "GET", url, body, headers = {}, seen: beside, chunks }) => {
    const seen = tracing.begin({ method, url, body, token: testToken(), ...beside });
    let response: Response;
    try {
      response = await fetch(url, {
        method,
        headers: { authorization: `Token ${testToken()}`, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      seen?.failed(error);
      throw error;
    }
    const contentType = response.headers.get("content-type") ?? undefined;
    const observer = seen?.responded({ status: response.status, contentType });
    return readBody(response, observer, chunks);
  };
}

/** Reads a body as it comes, at most so many chunks of it. */
async function readBody(
  { body }: Response,
  observer: BodyObserver | undefined,
  chunks = Number.POSITIVE_INFINITY,
): Promise<string> {
  const read: Uint8Array[] = [];
  try {
    for await (const chunk of body ?? []) {
      observer?.push(chunk);
      read.push(chunk);
      if (read.length < chunks) continue;
      observer?.broke("stopped");
      return textOf(read);
    }
  } catch (error) {
    observer?.broke("lost", error);
    throw error;
  }
  observer?.end();
  return textOf(read);
}

function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString();
}
