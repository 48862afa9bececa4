import type { CallerStack } from "./sink.ts";

/** Where in the app a call was made, in Braintrust's words. */
export interface CallerLocation {
  readonly caller_filename: string;
  readonly caller_functionname: string;
  readonly caller_lineno: number;
}

/** Frames that are nobody's app: the clients, which call themselves, and the runtime. */
const FOREIGN = /^node:|[\\/]node_modules[\\/](?:replicate(?:-stainless)?|ai|@ai-sdk)[\\/]/;

/**
 * The first frame of the app on a stack. The SDK looks for the first frame outside of itself,
 * which would be this library.
 */
export function callerLocation({ source, ownFrames }: CallerStack): CallerLocation | undefined {
  const frames = callSites(source) ?? writtenFrames(source.stack ?? "");
  for (const frame of frames.slice(ownFrames)) {
    const url = frame.getFileName();
    if (!url || FOREIGN.test(url)) continue;
    return {
      caller_filename: url.replace(/^file:\/\//, ""),
      caller_functionname: frame.getFunctionName() || "<anonymous>",
      caller_lineno: frame.getLineNumber() ?? 0,
    };
  }
  return undefined;
}

/** One frame of a stack, as V8 has it. */
type Frame = Pick<NodeJS.CallSite, "getFileName" | "getFunctionName" | "getLineNumber">;

/**
 * The frames as V8 has them, which costs a fraction of writing them all out and reading them. Not
 * where somebody else writes stacks out: with source maps the written frames are those of the
 * sources.
 */
function callSites(source: CallerStack["source"]): readonly NodeJS.CallSite[] | undefined {
  const before: unknown = Reflect.get(Error, "prepareStackTrace");
  if (before !== undefined && (before as { name?: unknown } | null)?.name !== NODES_OWN)
    return undefined;
  if (typeof process === "undefined" || process.sourceMapsEnabled) return undefined;
  const isOwn = Object.hasOwn(Error, "prepareStackTrace");
  Reflect.set(Error, "prepareStackTrace", asCollected);
  try {
    const stack: unknown = source.stack;
    // A text where the engine is another, or its built-ins are frozen.
    return Array.isArray(stack) ? (stack as readonly NodeJS.CallSite[]) : undefined;
  } finally {
    if (isOwn) Reflect.set(Error, "prepareStackTrace", before);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  }
}

/** What Node has in the place where apps and tools put functions of theirs. */
const NODES_OWN = "ErrorPrepareStackTrace";

function asCollected(_: Error, sites: NodeJS.CallSite[]): unknown {
  return sites;
}

const FRAME = /^\s*at (?:(?:async )?(.+?) \()?(.+?):(\d+):\d+\)?$/;

function writtenFrames(stack: string): readonly Frame[] {
  return stack.split("\n").flatMap((line) => {
    const [, name = "", url, lineNumber] = FRAME.exec(line) ?? [];
    if (url === undefined) return [];
    return {
      getFileName: () => url,
      getFunctionName: () => name,
      getLineNumber: () => Number(lineNumber),
    };
  });
}

/** Runs work whose own look at the stack is not wanted. */
export function withoutStack<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  // Not by assignment: where the built-ins are frozen it would throw.
  Reflect.set(Error, "stackTraceLimit", 0);
  try {
    return work();
  } finally {
    Reflect.set(Error, "stackTraceLimit", before);
  }
}
