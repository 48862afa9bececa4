import { report } from "./diagnostics/diagnostics.ts";
import { mistake } from "./diagnostics/mistake.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { ownValue } from "./exchange/own-value.ts";
import { resolveOptions, type ReplicateTracingOptions, type TracingOptions } from "./options.ts";
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
  const isClass = isClientClass(target);
  if (!isClass && !isClient(target)) throw notAClient("wrapReplicate", target);
  const resolved = resolveOptions(options);
  const { onError } = resolved;
  runSafely(onError, () => {
    if (options === undefined && isTraced(target)) return;
    const observer = tracer(resolved);
    if (isClass) {
      const onClient = (client: object): void => warnOfVersion(client, resolved);
      tapClass(target as ClientClass, { observer, onClient });
    } else {
      warnOfVersion(target, resolved);
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
  if (isClientClass(target)) untapClass(target);
  else if (isClient(target)) untapClient(target);
  else throw notAClient("unwrapReplicate", target);
  return target;
}

function tracer(options: TracingOptions): Tracer {
  return new Tracer({ options, sinks: sinksOf(options), store: processWide().executions });
}

function isTraced(target: object): boolean {
  return isClientClass(target) ? isTappedClass(target) : isTappedClient(target);
}

/** By its shape, never by its name, which bundlers take away. */
function isClient(target: unknown): target is object {
  if (typeof target !== "object") return false;
  const { run, predictions } = shapeOf(target);
  return typeof run === "function" || typeof shapeOf(predictions)["create"] === "function";
}

function isClientClass(target: unknown): target is object & ClientClass {
  if (typeof target !== "function") return false;
  const { run, request } = shapeOf(target.prototype);
  return typeof run === "function" && typeof request === "function";
}

function shapeOf(value: unknown): Readonly<Record<string, unknown>> {
  return (value ?? {}) as Readonly<Record<string, unknown>>;
}

function notAClient(name: string, given: unknown): TypeError {
  const what = given === null ? "null" : typeof given;
  return mistake(
    `${name} takes a client (\`new Replicate()\`) or the class \`Replicate\`; got ${what}`,
  );
}

let warned = false;

/** The client names its version in its user agent, unless the app gave it another. */
function warnOfVersion(client: object, { onError }: TracingOptions): void {
  const agent = ownValue(client, "userAgent");
  const match = typeof agent === "string" && /^replicate-javascript\/(\d+)\.(\d+)/.exec(agent);
  if (!match || warned) return;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  if (major === 1 || (major === 0 && minor >= 25)) return;
  warned = true;
  report(
    onError,
    `replicate ${major}.${minor} is outside of the supported versions (>=0.25.0 <2); it may be traced in part`,
  );
}
