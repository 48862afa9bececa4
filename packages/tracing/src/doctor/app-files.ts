import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { App } from "./app.ts";

/** A file of the app, by its path below the app's root. */
export interface AppFile {
  readonly path: string;
  readonly text: string;
}

const MOST_FILES = 2_000;
const MOST_BYTES = 20 * 1024 * 1024;
const CODE = /\.(?:[cm]?[jt]sx?)$/;
const ENDINGS = [
  "",
  ".js",
  ".mjs",
  ".cjs",
  ".ts",
  ".mts",
  ".cts",
  ".tsx",
  ".jsx",
  "/index.js",
  "/index.ts",
];

/** What starts or builds an app, and may turn tracing on. */
const SETTINGS =
  /^(?:Dockerfile|Procfile|compose\.ya?ml|docker-compose\.ya?ml|fly\.toml|vercel\.json|ecosystem\.config\.[cm]?js|(?:vite|next|webpack|rollup|rolldown|esbuild|tsup|tsdown|electron\.vite)\.config\.[cm]?[jt]s|instrumentation\.[jt]s|\.env(?:\..+)?)$/;

/** The files of an app: what its entry imports by relative paths, or what its folder holds. */
export function appFiles(app: App): readonly AppFile[] {
  const { entry } = app;
  if (entry === undefined) return [];
  const paths = statSync(entry).isDirectory() ? filesBelow(entry) : filesFrom(entry);
  return paths.flatMap((path) => read(path, app));
}

/** The files beside the app's `package.json` that say how it is built and started. */
export function settingsFiles(app: App): readonly AppFile[] {
  return namesIn(app.root)
    .filter((name) => SETTINGS.test(name))
    .flatMap((name) => read(join(app.root, name), app));
}

function read(path: string, { root }: App): readonly AppFile[] {
  const text = textOf(path);
  return text === undefined ? [] : [{ path: relative(root, path) || path, text }];
}

function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      if (entry.name === "node_modules" || found.length >= MOST_FILES) continue;
      const path = join(next, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (CODE.test(entry.name)) found.push(path);
    }
  }
  return found;
}

/** Names of other files, however they are written down: an approximation, which is what is needed. */
const RELATIVE = /(?:from|import|require)\s*\(?\s*["'`](\.{1,2}\/[^"'`\n]+)["'`]/g;

function filesFrom(entry: string): readonly string[] {
  const found = new Set([entry]);
  for (const path of found) {
    if (found.size >= MOST_FILES) break;
    for (const [, name = ""] of textOf(path)?.matchAll(RELATIVE) ?? []) {
      const other = existing(resolve(dirname(path), name));
      if (other !== undefined) found.add(other);
    }
  }
  return [...found];
}

/** TypeScript names its files by what they become. */
function existing(path: string): string | undefined {
  const candidates = [...ENDINGS.map((ending) => path + ending), path.replace(/js$/, "ts")];
  return candidates.find((candidate) => isFile(candidate));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function textOf(path: string): string | undefined {
  try {
    return statSync(path).size > MOST_BYTES ? undefined : readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
