import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pngFile } from "replicate-emulator";
import type { DocumentBlock } from "./document-blocks.ts";

/** Blocks of documents, compiled as an app that has installed the built packages. */
export interface CompiledBlocks {
  /** What the compiler has against the blocks, by their places. */
  readonly problems: readonly string[];
  /** Where it is: the program made of a block. */
  program(block: DocumentBlock): string;
  /** The folder to run it in. */
  readonly folder: string;
  /** Removes it all. */
  remove(): void;
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What pages use in one block and make in another, and modules that are not installed here. */
const AMBIENT = `
declare const replicate: import("replicate").default;
declare const emulator: import("replicate-emulator").Emulator;
declare const collector: import("braintrust-replicate-viewer").Collector;
declare const id: string;
declare module "@vercel/functions" {
  export function waitUntil(work: Promise<unknown>): void;
}
`;

const CONFIG = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    allowJs: true,
    checkJs: true,
    outDir: "out",
    rootDir: ".",
  },
  include: ["*.mts", "*.mjs", "*.d.ts"],
};

/** Compiles blocks, each as a module of its own. */
export function compileBlocks(blocks: readonly DocumentBlock[]): CompiledBlocks {
  const folder = mkdtempSync(join(tmpdir(), "documents-"));
  const keep = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, name), content);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  keep("tsconfig.json", JSON.stringify(CONFIG));
  keep("ambient.d.ts", AMBIENT);
  // The picture that the page about media reads.
  keep("boat.png", pngFile(5));
  for (const block of blocks) {
    const extension = block.language === "ts" ? "mts" : "mjs";
    keep(`${nameOf(block)}.${extension}`, `${block.code}\nexport {};\n`);
  }
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
  return {
    problems: stdout.split("\n").filter((line) => line !== ""),
    program: (block) => join(folder, "out", `${nameOf(block)}.mjs`),
    folder,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** `docs/guide/media.md:3` becomes `docs-guide-media-md-3`. */
function nameOf({ place }: DocumentBlock): string {
  return place.replaceAll(/[^A-Za-z0-9]+/g, "-");
}
