import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install } from "../../gateway/support/install.ts";
import type { ImageStore } from "./image-store.ts";

/**
 * Stands in for the image of Node that the Dockerfile starts from, which only image registries have:
 * a small Debian with the same Node and npm, both from npm, that asks `registry` for packages.
 */
export async function buildBaseImage(
  store: ImageStore,
  { tag, nodeVersion, registry }: { tag: string; nodeVersion: string; registry: string },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "base-image-"));
  const root = join(folder, "root");
  try {
    await install("debootstrap", ["--variant=minbase", "--include=wget", "bookworm", root]);
    await addNode(folder, { root, nodeVersion, registry });
    const context = join(folder, "context");
    mkdirSync(context);
    const left = ["proc", "sys", "dev"].map((name) => `--exclude=./${name}`);
    await install("tar", ["-C", root, ...left, "-cf", join(context, "root.tar"), "."]);
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\nADD root.tar /\n");
    await store.build(context, tag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the image of Node has it. */
async function addNode(
  folder: string,
  { root, nodeVersion, registry }: { root: string; nodeVersion: string; registry: string },
): Promise<void> {
  const node = `node-linux-${process.arch}`;
  const packages = [`${node}@${nodeVersion}`, "npm@10"];
  await install("npm", ["install", "--prefix", folder, "--ignore-scripts", ...packages]);
  const local = join(root, "usr/local");
  const modules = join(local, "lib/node_modules");
  mkdirSync(modules, { recursive: true });
  cpSync(join(folder, "node_modules", node, "bin/node"), join(local, "bin/node"));
  cpSync(join(folder, "node_modules/npm"), join(modules, "npm"), { recursive: true });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(local, "bin/npm"));
  mkdirSync(join(local, "etc"), { recursive: true });
  // Addresses of packages in what the registry answers lead back to it.
  const settings = `registry=${registry}\nreplace-registry-host=always\n`;
  writeFileSync(join(local, "etc/npmrc"), settings);
}
