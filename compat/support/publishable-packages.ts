import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A workspace that npm gets. */
export interface PublishablePackage {
  readonly name: string;
  readonly folder: string;
  /** The names of its commands. */
  readonly commands: readonly string[];
}

const WORKSPACES = join(import.meta.dirname, "..", "..", "packages");

/** Every workspace that is not private. */
export function publishablePackages(): readonly PublishablePackage[] {
  return readdirSync(WORKSPACES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => read(join(WORKSPACES, entry.name)));
}

function read(folder: string): readonly PublishablePackage[] {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly name: string;
    readonly private?: boolean;
    readonly bin?: Readonly<Record<string, string>>;
  };
  if (manifest.private === true) return [];
  return [{ name: manifest.name, folder, commands: Object.keys(manifest.bin ?? {}) }];
}
