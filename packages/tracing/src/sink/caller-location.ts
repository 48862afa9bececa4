import type { CallerStack } from "./sink.ts";

/** Where in the app a call was made, in Braintrust's words. */
export interface CallerLocation {
  readonly caller_filename: string;
  readonly caller_functionname: string;
  readonly caller_lineno: number;
}

interface Frame {
  readonly url: string;
  readonly name: string;
  readonly line: number;
}

/** Frames that are nobody's app: the client, which calls itself, and the runtime. */
const FOREIGN = /^node:|[\\/]node_modules[\\/]replicate[\\/]/;

/**
 * The first frame of the app on a stack. The SDK looks for the first frame outside of itself,
 * which would be this library.
 */
export function callerLocation({ source, ownFrames }: CallerStack): CallerLocation | undefined {
  const frames = structured(source) ?? parsed(source.stack ?? "");
  for (const { url, name, line } of frames.slice(ownFrames)) {
    if (url === "" || FOREIGN.test(url)) continue;
    return {
      caller_filename: url.replace(/^file:\/\//, ""),
      caller_functionname: name === "" ? "<anonymous>" : name,
      caller_lineno: line,
    };
  }
  return undefined;
}

/**
 * The frames as V8 has them, which costs half of writing them out and reading them. Not where
 * somebody else writes stacks out: with source maps the written frames are those of the sources.
 */
function structured(source: CallerStack["source"]): readonly Frame[] | undefined {
  if (typeof Error.captureStackTrace !== "function" || Error.prepareStackTrace !== undefined) {
    return undefined;
  }
  if (typeof process === "undefined" || process.sourceMapsEnabled === true) return undefined;
  let sites: readonly NodeJS.CallSite[] | undefined;
  if (!Reflect.set(Error, "prepareStackTrace", collect)) return undefined;
  try {
    const stack: unknown = source.stack;
    if (Array.isArray(stack)) sites = stack as readonly NodeJS.CallSite[];
  } finally {
    Reflect.deleteProperty(Error, "prepareStackTrace");
  }
  return sites?.map((site) => ({
    url: site.getFileName() ?? "",
    name: site.getFunctionName() ?? "",
    line: site.getLineNumber() ?? 0,
  }));
}

function collect(_: Error, sites: NodeJS.CallSite[]): unknown {
  return sites;
}

const FRAME = /^\s*at (?:(.+?) \()?(.+?):(\d+):\d+\)?$/;

function parsed(stack: string): readonly Frame[] {
  const frames: Frame[] = [];
  for (const line of stack.split("\n")) {
    const match = FRAME.exec(line);
    if (!match) continue;
    const [, name = "", url = "", lineNumber] = match;
    frames.push({ url, name: name.replace(/^async /, ""), line: Number(lineNumber) });
  }
  return frames;
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
