import { readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { readManifest, type Manifest } from "./app.ts";

/** An installed package. */
export interface InstalledPackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Folders that are looked into at most: a doctor must come to an end. */
const MOST_FOLDERS = 50_000;

/**
 * All packages that are installed for an app, by their own names and not those of their folders: in
 * each `node_modules` from its folder upwards, in those inside of packages, and in the stores of
 * pnpm.
 */
export function findPackages(from: string): readonly InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const waiting = foldersUpwards(from);
  let looked = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const folder of packagesIn(next)) {
      looked += 1;
      if (looked > MOST_FOLDERS) return [...found.values()];
      const real = realPath(folder);
      if (real === undefined || found.has(real)) continue;
      const manifest = readManifest(real);
      if (manifest?.name === undefined) continue;
      found.set(real, { folder: real, manifest });
      waiting.push(join(real, "node_modules"));
    }
  }
  return [...found.values()];
}

function foldersUpwards(folder: string): string[] {
  const here = join(folder, "node_modules");
  const parent = dirname(folder);
  return parent === folder ? [here] : [here, ...foldersUpwards(parent)];
}

function packagesIn(modules: string): readonly string[] {
  return namesIn(modules).flatMap((name) => {
    const path = join(modules, name);
    if (name.startsWith("@")) return namesIn(path).map((scoped) => join(path, scoped));
    if (name !== ".pnpm") return name.startsWith(".") ? [] : [path];
    return namesIn(path).flatMap((store) => packagesIn(join(path, store, "node_modules")));
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
