import { readdirSync, readFileSync } from "node:fs";

/** A block of code in a document. */
export interface DocumentBlock {
  /** The document and the line, to be found again: `docs/guide/media.md:3`. */
  readonly place: string;
  readonly document: string;
  readonly language: "ts" | "js";
  readonly code: string;
}

const ROOT = new URL("../../../", import.meta.url);

/** The documents for people that show code, by their paths in the repository. */
export function documents(): readonly string[] {
  const guide = readdirSync(new URL("docs/guide/", ROOT)).map((name) => `docs/guide/${name}`);
  const packages = readdirSync(new URL("packages/", ROOT)).map(
    (name) => `packages/${name}/README.md`,
  );
  return ["README.md", "docs/reference.md", ...packages, ...guide];
}

/** The TypeScript and JavaScript in a document, in its order. */
export function blocksIn(document: string): readonly DocumentBlock[] {
  const markdown = readFileSync(new URL(document, ROOT), "utf8");
  return [...markdown.matchAll(/^```(ts|js)\n(.*?)^```$/gms)].map((match) => {
    const line = markdown.slice(0, match.index).split("\n").length + 1;
    const [, language, code = ""] = match;
    const known = language === "js" ? "js" : "ts";
    return { place: `${document}:${line}`, document, language: known, code };
  });
}
