/**
 * Makes logged text safe to print on one line: control characters, escape sequences among them,
 * become visible signs, and so do those that reorder text; nothing of them reaches the terminal.
 *
 * @example
 * terminalText("\u001b[2Jgone\n"); // "␛[2Jgone "
 */
export function terminalText(text: string): string {
  return (
    text
      .replace(/[\t\n\r\u2028\u2029]+/g, " ")
      .replace(/\p{Control}/gu, picture)
      // Bidirectional controls make a text look like what it is not; halves of surrogate pairs are
      // no characters.
      .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/gu, "\u{FFFD}")
  );
}

/** C0 controls have pictures in Unicode, in their order from U+2400; C1 controls have none. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\u{FFFD}";
}
