/**
 * The origin of a URL of the API, such as `https://api.replicate.com`. The rest may hold
 * credentials. `undefined` for what is no whole URL.
 */
export function apiOrigin(url: unknown): string | undefined {
  if (typeof url !== "string" || !url.includes("://")) return undefined;
  try {
    return new URL(url).origin;
  } catch {
    return undefined;
  }
}
