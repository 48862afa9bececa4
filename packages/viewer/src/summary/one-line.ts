/**
 * The start of a text as one line: white space and control characters become single spaces.
 *
 * @example
 * oneLine("a\n\n b", 200); // "a b"
 */
export function oneLine(text: string, mostCharacters: number): string {
  // The rest of a text of many megabytes is not even looked at.
  const start = text.slice(0, mostCharacters * 2);
  const line = start.replace(/[\s\p{Cc}]+/gu, " ").trim();
  if (line.length <= mostCharacters && text.length <= start.length) return line;
  return `${line.slice(0, mostCharacters - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
