import { textOf } from "../wire/shape.ts";
import { apiOrigin } from "../wire/api-origin.ts";
import { ownValue } from "../exchange/own-value.ts";

/** What is told of a client with everything it does. */
export interface AboutClient {
  /** The client's API token, to be kept out of everything that is recorded. */
  readonly token: string | undefined;
  /** Where the API is that it talks to, such as `https://api.replicate.com`. */
  readonly origin: string | undefined;
}

/** Reads what a client was made with. */
export function aboutClient(client: unknown): AboutClient {
  return {
    token: textOf(ownValue(client, "auth")),
    origin: originOf(ownValue(client, "baseUrl")),
  };
}

let lastUrl: unknown;
let lastOrigin: string | undefined;

/** One app has one URL. */
function originOf(url: unknown): string | undefined {
  if (url !== lastUrl) {
    lastUrl = url;
    lastOrigin = apiOrigin(url);
  }
  return lastOrigin;
}
