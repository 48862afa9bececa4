import type { CollectedRow } from "../store/collected-row.ts";

/** What is searched of one row; more of one text than anybody reads. */
const MOST_CHARACTERS = 65_536;
const MOST_VALUES = 5_000;
const LONGEST_PIECE = 16_384;

/** Written without spaces between words: each character is a word for the search. */
const IDEOGRAPH =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/**
 * The text by which a row is found: what went in and what came out, its error, its names and ids.
 * Media in the row are left out. Long rows are found by their first 65,536 characters.
 */
export function searchText(row: CollectedRow): string {
  const { metadata } = row;
  const pieces: string[] = [];
  const named = [row.span_attributes?.name, metadata?.["model"], metadata?.["prediction_id"]];
  const open: unknown[] = [row.input, row.output, row.error, row.tags, ...named].toReversed();
  let length = 0;
  let seen = 0;
  while (open.length > 0 && length < MOST_CHARACTERS && seen < MOST_VALUES) {
    const value = open.pop();
    seen += 1;
    if (typeof value === "string") {
      if (/^data:[\w.+-]+\/[\w.+-]+[;,]/.test(value)) continue;
      const piece = value.slice(0, LONGEST_PIECE);
      pieces.push(piece);
      length += piece.length;
    } else if (typeof value === "number") {
      pieces.push(String(value));
    } else if (typeof value === "object" && value !== null) {
      for (const child of Object.values(value).slice(0, MOST_VALUES).toReversed()) open.push(child);
    }
  }
  return spaced(pieces.join("\n").slice(0, MOST_CHARACTERS));
}

/**
 * A search in the syntax of SQLite's FTS5: rows that have all the words, the last of which may be
 * the start of one; words in quotes stand side by side. `undefined` where there is no word in it.
 * Nothing that is typed can be an operator: https://www.sqlite.org/fts5.html#fts5_strings.
 *
 * @example
 * searchExpression('red "quiet lake" her'); // '"red" "quiet lake" "her"*'
 */
export function searchExpression(query: string): string | undefined {
  const terms = query
    .slice(0, 1_000)
    .split(/"([^"]*)"|\s+/)
    .map((term) => spaced(term ?? "").trim())
    .filter((term) => /[\p{L}\p{N}]/u.test(term));
  if (terms.length === 0) return undefined;
  const isOpen = !/["\s]$/.test(query);
  const quoted = terms.map((term) => `"${term.replaceAll('"', " ")}"`);
  return `${quoted.join(" ")}${isOpen ? "*" : ""}`;
}

function spaced(text: string): string {
  // SQLite's tokenizer stops at a NUL.
  return text.replaceAll("\0", " ").replace(IDEOGRAPH, " $& ");
}
