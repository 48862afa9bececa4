import { onTestFinished } from "vitest";
import type { Answering } from "../../support/traced-client.ts";

const HOSTS = /^https:\/\/(?:[^/]*\.)?replicate\.(?:com|delivery|net)\//;

/**
 * Puts a `fetch` in the place of the global one, until the test is over, as far as Replicate is
 * asked for. Everybody else is served as ever.
 */
export function emulatedInternet({ fetch }: Answering): void {
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return HOSTS.test(url) ? fetch(input, init) : real(input, init);
  };
  onTestFinished(() => {
    globalThis.fetch = real;
  });
}
