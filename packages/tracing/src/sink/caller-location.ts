import type { CallerStack } from "./sink.ts";

/** Where in the app a call was made, in Braintrust's words. */
export interface CallerLocation {
  readonly caller_filename: string;
  readonly caller_functionname: string;
  readonly caller_lineno: number;
}

/** Frames that are nobody's app: the clients, which call themselves, and the runtime. */
const FOREIGN = /^node:|[\\/]node_modules[\\/](?:replicate(?:-stainless)?|ai|@ai-sdk)[\\/]/;

/** A frame as V8 and those like it write it. `Object` is what they call the top level of CommonJS. */
const FRAME =
  /^\s*at (?:(?:async |new )?(?:Object\.)?(.+?)(?: \[as .+\])? \()?(?:async )?(.+?):(\d+):\d+\)?$/;

/**
 * The first frame of the app on a stack. The SDK looks for the first frame outside of itself,
 * which would be this library.
 *
 * Read from the text: with source maps that names the sources, and nothing of the app's or of its
 * tools has to be put aside meanwhile.
 */
export function callerLocation({ source, ownFrames }: CallerStack): CallerLocation | undefined {
  let ours = ownFrames;
  // Where the app makes something else of stacks, it is no text.
  for (const line of String(source.stack).split("\n")) {
    const [, name, url, lineNumber] = FRAME.exec(line) ?? [];
    if (url === undefined || ours-- > 0 || FOREIGN.test(url)) continue;
    return {
      caller_filename: url.replace(/^file:\/\//, ""),
      caller_functionname: name ?? "<anonymous>",
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
