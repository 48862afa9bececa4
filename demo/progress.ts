import { terminalOptions } from "braintrust-replicate-viewer";

const TITLE_WIDTH = 26;
const NARROWEST = 40;

/** A line of the terminal that tells how a piece of work goes. */
export interface Step {
  /** Shows how it stands; only on a terminal, where the line can be written again. */
  show(text: string): void;
  /** Ends the line with what came of it. */
  end(text: string): void;
}

/** Starts a line: what is done, and by and by how it goes. */
export function startStep(title: string): Step {
  const { stdout } = process;
  const { colour, width } = terminalOptions(stdout);
  const start = `  ${title.padEnd(TITLE_WIDTH)}`;
  const columns = Math.max(width, NARROWEST) - 1 - start.length;
  const rewrite = stdout.isTTY ? "\r\u001b[2K" : "";
  const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text);
  const show = (text: string): void => {
    if (stdout.isTTY) stdout.write(`${rewrite}${start}${dim(endOf(text, columns))}`);
  };
  show("");
  return {
    show,
    end: (text) => void stdout.write(`${rewrite}${start}${dim(beginningOf(text, columns))}\n`),
  };
}

function beginningOf(text: string, columns: number): string {
  const line = oneLine(text);
  return line.length <= columns ? line : `${line.slice(0, columns - 1)}…`;
}

/** Of a text that grows the end moves. */
function endOf(text: string, columns: number): string {
  const line = oneLine(text);
  return line.length <= columns ? line : `…${line.slice(1 - columns)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
