const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Nearly all text is Latin and branches of trees, one column a sign; segmenting is slow. */
const NARROW_TEXT = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2500-\u257f\u2026]*$/;

/** Ranges that terminals draw two columns wide (Unicode East Asian Width W and F), without emoji. */
const WIDE_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

/**
 * How many terminal columns a text takes: Chinese, Japanese, Korean and emoji take two a sign,
 * combining signs none. Control characters must be gone already.
 *
 * @example
 * displayWidth("日本"); // 4
 */
export function displayWidth(text: string): number {
  if (NARROW_TEXT.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += graphemeWidth(segment);
  return width;
}

/**
 * Cuts a text to at most so many columns, never through a sign; what was cut ends in `…`.
 *
 * @example
 * cutToWidth("日本語", 5); // "日本…"
 */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  if (columns <= 0) return "";
  if (NARROW_TEXT.test(text)) return `${text.slice(0, columns - 1).trimEnd()}…`;
  let kept = "";
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

function graphemeWidth(grapheme: string): number {
  if (/^[\p{Mark}\p{Format}\p{Control}]+$/u.test(grapheme)) return 0;
  if (/^\p{Emoji_Presentation}|^\p{Regional_Indicator}|\u{FE0F}/u.test(grapheme)) return 2;
  const code = grapheme.codePointAt(0) ?? 0;
  return WIDE_RANGES.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
