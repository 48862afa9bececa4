import { join } from "node:path";
import type { PublishablePackage } from "./publishable-packages.ts";
import { runNpm } from "./run-npm.ts";

/** What npm would publish of a workspace. */
export interface Tarball {
  readonly path: string;
  /** The paths of the files in it. */
  readonly files: readonly string[];
}

/** Packs a workspace into a folder. */
export async function pack({ folder }: PublishablePackage, destination: string): Promise<Tarball> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", destination];
  const said: unknown = JSON.parse(await runNpm([...args, folder], destination));
  // A list, or since npm 12 an object by name.
  const [packed] = Object.values(said as Readonly<Record<string, PackedPackage>>);
  if (packed === undefined) throw new Error(`npm packed nothing of ${folder}`);
  return {
    path: join(destination, packed.filename),
    files: packed.files.map(({ path }) => path),
  };
}

interface PackedPackage {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}
