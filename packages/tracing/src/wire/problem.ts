/** Longer bodies are pages of some proxy, which say little. */
const LONGEST = 2000;

/**
 * What a refusal says, in Replicate's own words where it has any: the `detail` of its problem,
 * failing that its `title`, failing that the text itself, failing that the status.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function readProblem(body: string | undefined, status: number): string {
  const said = body === undefined ? undefined : wordsOf(body.trim());
  return said === undefined || said === "" ? `HTTP ${status}` : said;
}

function wordsOf(body: string): string | undefined {
  const parsed = parse(body);
  if (typeof parsed !== "object" || parsed === null) return plain(body);
  const { detail, title } = parsed as Readonly<Record<string, unknown>>;
  for (const words of [detail, title]) if (typeof words === "string") return words.trim();
  return plain(body);
}

function plain(body: string): string | undefined {
  return body.startsWith("<") || body.length > LONGEST ? undefined : body;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
