/** Where in the app a call was made, in Braintrust's words. */
export interface CallerLocation {
  readonly caller_filename: string;
  readonly caller_functionname: string;
  readonly caller_lineno: number;
}

const FRAME = /^\s*at (?:(.+?) \()?(.+?):(\d+):\d+\)?$/;

/** Frames that are nobody's app: the client, which calls itself, and the runtime. */
const FOREIGN = /^node:|[\\/]node_modules[\\/]replicate[\\/]/;

/**
 * The first frame of the app on a stack. The SDK looks for the first frame outside of itself,
 * which would be this library.
 */
export function callerLocation(stack: string | undefined): CallerLocation | undefined {
  if (stack === undefined) return undefined;
  for (const line of stack.split("\n")) {
    const frame = FRAME.exec(line);
    if (!frame) continue;
    const [, name = "<anonymous>", url = "", lineNumber] = frame;
    if (FOREIGN.test(url)) continue;
    return {
      caller_filename: url.replace(/^file:\/\//, ""),
      caller_functionname: name.replace(/^async /, ""),
      caller_lineno: Number(lineNumber),
    };
  }
  return undefined;
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
