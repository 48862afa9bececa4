/** Where in the app a call was made, in Braintrust's words. */
export interface CallerLocation {
  readonly caller_filename: string;
  readonly caller_functionname: string;
  readonly caller_lineno: number;
}

const FRAME = /^\s*at (?:(.+?) \()?(.+?):(\d+):\d+\)?$/;

/** Frames that are nobody's app: this library, the client, the runtime, the SDK. */
const FOREIGN =
  /(?:^node:|[\\/]node_modules[\\/](?:replicate|braintrust|braintrust-replicate)[^\\/]*[\\/])/;

/** More frames than a call of the client has between the app and here. */
const DEEPEST = 16;

let own: string | undefined;

/**
 * The first frame of the app on the current stack. The SDK looks for the first frame outside of
 * itself, which would be this library.
 */
export function callerLocation(): CallerLocation | undefined {
  const stack = stackLines();
  own ??= ownFolder(stack);
  for (const line of stack) {
    const frame = FRAME.exec(line);
    if (!frame) continue;
    const [, name = "<anonymous>", url = "", lineNumber] = frame;
    if (FOREIGN.test(url) || (own !== undefined && url.startsWith(own))) continue;
    return {
      caller_filename: url.replace(/^file:\/\//, ""),
      caller_functionname: name.replace(/^async /, ""),
      caller_lineno: Number(lineNumber),
    };
  }
  return undefined;
}

function stackLines(): readonly string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEPEST;
  const { stack } = new Error();
  Error.stackTraceLimit = limit;
  return (stack ?? "").split("\n").slice(1);
}

/** The folder of this library's code, two levels above this file, when it is not bundled away. */
function ownFolder([here = ""]: readonly string[]): string | undefined {
  const url = FRAME.exec(here)?.[2] ?? "";
  const folder = /^(.*[\\/])sink[\\/]caller-location\.[a-z]+$/.exec(url)?.[1];
  return folder;
}
