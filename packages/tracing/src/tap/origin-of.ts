import { apiOrigin } from "../wire/api-origin.ts";

let lastUrl: unknown;
let lastOrigin: string | undefined;

/** The origin of a client's `baseUrl`, which is nearly always the last one: one app has one URL. */
export function originOf(url: unknown): string | undefined {
  if (url !== lastUrl) {
    lastUrl = url;
    lastOrigin = apiOrigin(url);
  }
  return lastOrigin;
}
