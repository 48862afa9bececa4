import { report, type ErrorListener } from "./diagnostics/diagnostics.ts";
import { mistake } from "./diagnostics/mistake.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { textOf } from "./wire/shape.ts";
import { ownValue } from "./exchange/own-value.ts";
import { resolveOptions, type ReplicateTracingOptions } from "./options.ts";
import { processWide, sinksOf } from "./process-wide.ts";
import { isTappedClass, tapClass, untapClass, type ClientClass } from "./tap/tap-class.ts";
import { isTappedClient, tapClient, untapClient } from "./tap/tap-client.ts";
import { Tracer } from "./tracer.ts";

/**
 * Traces a Replicate client, or every client of a class, in Braintrust: each run, stream,
 * prediction, deployment and training becomes one span. The target is changed in place and
 * returned; its type, its keys and its behaviour stay. Wrapping twice is harmless; new options
 * replace the old ones.
 *
 * Spans go wherever Braintrust's SDK sends them in this process: below the current span, else to
 * the current experiment or logger. Without one of them nothing is recorded.
 *
 * @throws {TypeError} when the target is neither a client nor a class of clients, or an option is
 *   wrong. Later nothing is thrown: problems go to the option `onError`.
 *
 * @example
 * ```ts
 * import { initLogger } from "braintrust";
 * import Replicate from "replicate";
 * import { wrapReplicate } from "braintrust-replicate";
 *
 * initLogger({ projectName: "My project" });
 * const replicate = wrapReplicate(new Replicate());
 * await replicate.run("black-forest-labs/flux-schnell", { input: { prompt: "a heron" } });
 * ```
 */
export function wrapReplicate<T extends object>(target: T, options?: ReplicateTracingOptions): T {
  const isClass = isClassNotClient(target, "wrapReplicate");
  const resolved = resolveOptions(options);
  const { onError } = resolved;
  runSafely(onError, () => {
    if (options === undefined && (isClass ? isTappedClass(target) : isTappedClient(target))) return;
    const { executions: store } = processWide();
    const observer = new Tracer({ options: resolved, sinks: sinksOf(resolved), store });
    if (isClass) {
      tapClass(target, { observer, onClient: (client) => warnOfVersion(client, onError) });
    } else {
      warnOfVersion(target, onError);
      tapClient(target, observer);
    }
  });
  return target;
}

/**
 * Undoes {@link wrapReplicate}. A client of a traced class stays traced until the class is
 * unwrapped. Unwrapping what is not wrapped is harmless. What is under way still ends its span, with
 * what was seen until now: further requests are not looked at.
 *
 * @throws {TypeError} when the target is neither a client nor a class of clients.
 *
 * @example
 * ```ts
 * unwrapReplicate(replicate);
 * ```
 */
export function unwrapReplicate<T extends object>(target: T): T {
  if (isClassNotClient(target, "unwrapReplicate")) untapClass(target);
  else untapClient(target);
  return target;
}

/**
 * Whether a target is a class of clients, or else a client. By its shape, never by its name, which
 * bundlers take away.
 *
 * @param name - The function that was called with it.
 */
function isClassNotClient(target: unknown, name: string): target is ClientClass {
  const isClass = typeof target === "function";
  const { run, request, predictions } = shapeOf(isClass ? target.prototype : target);
  const fits = isClass
    ? typeof run === "function" && typeof request === "function"
    : typeof run === "function" || typeof shapeOf(predictions)["create"] === "function";
  if (fits) return isClass;
  const what = target === null ? "null" : typeof target;
  throw mistake(
    `${name} takes a client (\`new Replicate()\`) or the class \`Replicate\`; got ${what}`,
  );
}

function shapeOf(value: unknown): Readonly<Record<string, unknown>> {
  return (value ?? {}) as Readonly<Record<string, unknown>>;
}

let warned = false;

/** The client names its version in its user agent, unless the app gave it another. */
function warnOfVersion(client: object, onError: ErrorListener): void {
  const agent = textOf(ownValue(client, "userAgent")) ?? "";
  const [, major, minor] = /^replicate-javascript\/(\d+)\.(\d+)/.exec(agent) ?? [];
  if (!major || warned || major === "1" || (major === "0" && Number(minor) >= 25)) return;
  warned = true;
  report(
    onError,
    `replicate ${major}.${minor} is not supported (>=0.25.0 <2); it may be traced in part`,
  );
}
