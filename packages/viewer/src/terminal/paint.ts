const CODES = { red: 31, green: 32, yellow: 33, blue: 34, dim: 2, bold: 1 } as const;

/** The looks that a text can get. */
export type Look = keyof typeof CODES;

/** Gives a text a look, or leaves it as it is. */
export type Paint = (look: Look, text: string) => string;

/** Paints with ANSI escape sequences, or not at all. */
export function createPaint(colour: boolean): Paint {
  if (!colour) return (_look, text) => text;
  return (look, text) => (text === "" ? "" : `\u001b[${CODES[look]}m${text}\u001b[0m`);
}

/** What is left of a painted text when it is not painted. */
export function withoutPaint(text: string): string {
  return text.replace(/\p{Control}\[\d+m/gu, "");
}
