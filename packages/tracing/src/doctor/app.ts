import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** A `package.json`, as far as it is read. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The app that the doctor looks at. */
export interface App {
  /** What it starts with: a file, or a folder of built files; unknown where nobody said. */
  readonly entry: string | undefined;
  /** Where its packages are looked for from. */
  readonly folder: string;
  /** The folder of its `package.json`, or the same as `folder`. */
  readonly root: string;
  readonly manifest: Manifest;
}

/** Finds out about an app. `entry` must exist. */
export function readApp(entry: string | undefined): App {
  const folder =
    entry === undefined ? process.cwd() : statSync(entry).isDirectory() ? entry : dirname(entry);
  const root = rootOf(folder) ?? folder;
  return { entry, folder, root, manifest: readManifest(root) ?? {} };
}

/** A folder's `package.json`, where it has one that can be read. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof read === "object" && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

function rootOf(folder: string): string | undefined {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : rootOf(parent);
}
