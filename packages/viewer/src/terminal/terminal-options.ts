/** What a terminal can show. */
export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}

const DEFAULT_WIDTH = 120;

/**
 * Asks a stream what it can show: colour on a terminal unless `NO_COLOR` is set (no-color.org) or
 * `TERM` is `dumb`, or anywhere when `FORCE_COLOR` says so.
 *
 * @example
 * console.log(renderTraceTree(trees, terminalOptions(process.stdout)));
 */
export function terminalOptions(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): TerminalOptions {
  return {
    colour: wantsColour(stream.isTTY === true, environment),
    width: widthOf(stream.columns),
  };
}

function widthOf(columns: number | undefined): number {
  return columns === undefined || columns === 0 ? DEFAULT_WIDTH : columns;
}

function wantsColour(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { NO_COLOR: no = "", FORCE_COLOR: force = "", TERM: term } = environment;
  if (no !== "") return false;
  if (force !== "") return force !== "0" && force !== "false";
  return isTerminal && term !== "dumb";
}
