// Says whether what is here can be released under a tag: `node scripts/check-release.mjs v1.2.3`.
// With a second argument it looks at another folder than this repository.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [tag = "", root = fileURLToPath(new URL("..", import.meta.url))] = process.argv.slice(2);
/** @type {string[]} */
const problems = [];

const KINDS = /** @type {const} */ ([
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
]);

const version = /^v(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag)?.[1];
if (version === undefined) {
  problems.push(`the tag must be v and a version, such as v1.2.3; got ${JSON.stringify(tag)}`);
} else {
  const packages = readPackages();
  for (const each of packages) checkPackage(each, packages);
  checkLock(packages);
  checkChangelog();
}

for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${tag} can be released`);
process.exitCode = problems.length === 0 ? 0 : 1;

/**
 * The root and every package, by their folders.
 *
 * @type {() => Array<{ folder: string, manifest: Manifest }>}
 */
function readPackages() {
  const folders = readdirSync(join(root, "packages")).map((name) => `packages/${name}`);
  return ["", ...folders]
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => ({ folder, manifest: readJson(join(folder, "package.json")) }));
}

/** @type {(one: { folder: string, manifest: Manifest }, all: Array<{ manifest: Manifest }>) => void} */
function checkPackage({ folder, manifest }, packages) {
  const place = join(folder, "package.json");
  if (manifest.version !== version) {
    problems.push(`${place} has version ${manifest.version}, not ${version}`);
  }
  const siblings = new Set(packages.map((each) => each.manifest.name));
  for (const kind of KINDS) {
    for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
      if (!siblings.has(name) || range === version) continue;
      problems.push(`${place} wants ${name} ${range}, not ${version}`);
    }
  }
  if (folder !== "") checkRepository(place, manifest);
}

/**
 * npm compares the address with the one that the provenance names.
 *
 * @type {(place: string, manifest: Manifest) => void}
 */
function checkRepository(place, { repository }) {
  const { GITHUB_SERVER_URL: server = "https://github.com", GITHUB_REPOSITORY: name } = process.env;
  const url = typeof repository === "string" ? repository : (repository?.url ?? "");
  const address = url.replace(/^git\+/, "").replace(/\.git$/, "");
  if (url === "") problems.push(`${place} has no repository.url`);
  else if (name !== undefined && address !== `${server}/${name}`) {
    problems.push(`${place} has repository.url ${url}, not that of ${server}/${name}`);
  }
}

/** @type {(packages: Array<{ folder: string }>) => void} */
function checkLock(packages) {
  const locked = readJson("package-lock.json").packages ?? {};
  for (const { folder } of packages) {
    const found = locked[folder]?.version;
    if (found === version) continue;
    problems.push(`package-lock.json has version ${found} of ${folder || "the root"}`);
  }
}

/** An entry is a heading `## 1.2.3 (2026-12-01)` with something below it. */
function checkChangelog() {
  const sections = readFileSync(join(root, "CHANGELOG.md"), "utf8").split(/^## /m).slice(1);
  const entry = sections.find((section) => /^\S+/.exec(section)?.[0] === version);
  if (entry === undefined) {
    problems.push(`CHANGELOG.md has no entry for ${version}`);
    return;
  }
  const [heading = "", ...lines] = entry.split("\n");
  if (!/^\S+ \(\d{4}-\d{2}-\d{2}\)$/.test(heading)) {
    problems.push(`CHANGELOG.md must say when ${version} is released: ## ${version} (2026-12-01)`);
  }
  if (!lines.some((line) => line.startsWith("- "))) {
    problems.push(`CHANGELOG.md says nothing of ${version}`);
  }
}

/**
 * @typedef {Readonly<Record<string, string>>} Versions
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {string | { url?: string }} [repository]
 * @property {Versions} [dependencies]
 * @property {Versions} [devDependencies]
 * @property {Versions} [optionalDependencies]
 * @property {Versions} [peerDependencies]
 * @property {Readonly<Record<string, Manifest | undefined>>} [packages] - Of a lock file.
 */

/** @type {(path: string) => Manifest} */
function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}
