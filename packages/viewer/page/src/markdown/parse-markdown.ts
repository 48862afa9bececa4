import { Lexer, type Token, type Tokens } from "marked";

/** A longer text is shown as it is: a renderer needs more than linear time for hostile ones. */
export const LONGEST_MARKDOWN = 20_000;

const SIGNS =
  /^#{1,6} \S|\*\*\S|^```|^ {0,3}[-*+] \S|^ {0,3}\d{1,3}[.)] \S|^ {0,3}> \S|\]\(https?:|^\|.+\|$/m;

/** Whether a text has marks that only Markdown has; plain prose reads better as it was written. */
export function looksLikeMarkdown(text: string): boolean {
  return SIGNS.test(text.slice(0, LONGEST_MARKDOWN));
}

/** The tokens of a text; `undefined` where it is too long, or too deep for the lexer. */
export function parseMarkdown(text: string): readonly Token[] | undefined {
  if (text.length > LONGEST_MARKDOWN) return undefined;
  try {
    return new Lexer({ gfm: true }).lex(text);
  } catch {
    return undefined;
  }
}

/**
 * The address of a link that may be one: http or https, nothing else.
 *
 * @example
 * webAddress("javascript:alert(1)"); // undefined
 */
export function webAddress(address: string): string | undefined {
  if (!/^https?:\/\//i.test(address)) return undefined;
  try {
    const { protocol, href } = new URL(address);
    return protocol === "http:" || protocol === "https:" ? href : undefined;
  } catch {
    return undefined;
  }
}

export type { Token, Tokens };
