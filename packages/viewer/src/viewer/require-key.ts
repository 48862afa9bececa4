import { createHash } from "node:crypto";
import type { Health } from "../api/contract.ts";
import { isApiKey, requireApiKey } from "../collector/require-api-key.ts";
import { viewerVersion } from "./viewer-version.ts";

const FORM = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Key needed</title>
<h1>This viewer needs its key</h1>
<form method="post" action="/session">
<p><label>The key it was started with (--api-key)<br>
<input name="key" type="password" autocomplete="current-password" required></label></p>
<p><button>Open</button></p>
</form>
</html>
`;

/**
 * Answers a request that lacks the key, and `undefined` to one that has it: as a bearer, as SDKs
 * send it, or as the cookie of a page whose visitor has typed it in.
 */
export async function requireKey(request: Request, apiKey: string): Promise<Response | undefined> {
  const url = new URL(request.url);
  if (url.pathname === "/session") return openSession(request, apiKey);
  const cookie = cookieOf(request, cookieName(apiKey));
  if (cookie !== undefined && isApiKey(cookie, sessionOf(apiKey))) return undefined;
  const refusal = requireApiKey(request, apiKey);
  if (refusal !== undefined && url.pathname === "/api/health") return healthForAnybody();
  const wantsPage = request.headers.get("accept")?.includes("text/html") === true;
  return refusal !== undefined && wantsPage ? askForKey() : refusal;
}

/** Enough for a second start to find the first one. */
function healthForAnybody(): Response {
  const health: Health = {
    name: "braintrust-replicate-viewer",
    version: viewerVersion(),
    directory: null,
  };
  return Response.json(health);
}

async function openSession(request: Request, apiKey: string): Promise<Response> {
  const given =
    request.method === "POST"
      ? new URLSearchParams((await request.text()).slice(0, 10_000)).get("key")
      : new URL(request.url).searchParams.get("key");
  if (!isApiKey(given ?? "", apiKey)) return askForKey();
  const cookie = `${cookieName(apiKey)}=${sessionOf(apiKey)}; HttpOnly; SameSite=Strict; Path=/`;
  return new Response(null, { status: 303, headers: { location: "/", "set-cookie": cookie } });
}

function askForKey(): Response {
  return new Response(FORM, {
    status: 401,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Not the key itself: a cookie ends up in files of the browser. */
function sessionOf(apiKey: string): string {
  return createHash("sha256").update(`session of ${apiKey}`).digest("hex");
}

/** One for each key: browsers have the same cookies for all ports of a host. */
function cookieName(apiKey: string): string {
  return `viewer_session_${sessionOf(`the name of ${apiKey}`).slice(0, 8)}`;
}

function cookieOf(request: Request, name: string): string | undefined {
  return (request.headers.get("cookie") ?? "")
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
