import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readRoute } from "../wire/routes.ts";

/** A request as the `fetch` of Node tells of it. */
interface UndiciRequest {
  readonly origin?: unknown;
  readonly method?: unknown;
  readonly path?: unknown;
  readonly headers?: unknown;
}

/** How the requests of the app are looked at. */
export interface CallWatch {
  /** Whether anything has been traced: then nobody needs to be told. */
  readonly isTraced: () => boolean;
  /** Whether what is seen would be recorded. */
  readonly isActive: () => boolean;
  /** Is told once that Replicate is called and nothing is traced. Must not throw. */
  readonly onUntraced: () => void;
}

const CHANNEL = "undici:request:create";

/**
 * Looks for requests that start an execution while no client is traced: the commonest complaint
 * of tracing is that it is silent. Ends with the first traced execution, or the first complaint.
 */
export function watchCalls({ isTraced, isActive, onUntraced }: CallWatch): void {
  const look = (message: unknown): void => {
    if (isTraced()) unsubscribe(CHANNEL, look);
    else if (startsExecution(message) && isActive()) {
      unsubscribe(CHANNEL, look);
      onUntraced();
    }
  };
  subscribe(CHANNEL, look);
}

function startsExecution(message: unknown): boolean {
  const { origin, method, path, headers } =
    (message as { readonly request?: UndiciRequest } | undefined)?.request ?? {};
  if (method !== "POST" || typeof path !== "string") return false;
  const route = readRoute("POST", path);
  if (route?.kind.endsWith(".create") !== true) return false;
  return isReplicate(String(origin)) || textOf(headers).includes("replicate-javascript/");
}

function isReplicate(origin: string): boolean {
  if (origin === "https://api.replicate.com") return true;
  const named = process.env["REPLICATE_BASE_URL"];
  return named !== undefined && URL.canParse(named) && new URL(named).origin === origin;
}

/** A list, or since undici 5 for some a text; names and values are all that counts. */
function textOf(headers: unknown): string {
  return typeof headers === "string" ? headers : Array.isArray(headers) ? headers.join("\n") : "";
}
