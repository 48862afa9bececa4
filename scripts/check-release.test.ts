import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const SCRIPT = fileURLToPath(new URL("check-release.mjs", import.meta.url));
const REPOSITORY = { type: "git", url: "git+https://github.com/acme/tracing.git" };
const CHANGELOG =
  "# Changes\n\n## 1.2.3 (2026-12-01)\n\n- Spans have ends.\n\n## 1.2.2 (2026-11-01)\n";

/** Files that fit the tag v1.2.3. */
function fitting(): Record<string, unknown> {
  const version = "1.2.3";
  return {
    "package.json": { name: "workspace", version },
    "packages/one/package.json": { name: "one", version, repository: REPOSITORY },
    "packages/two/package.json": {
      name: "two",
      version,
      repository: REPOSITORY,
      devDependencies: { one: version, other: "^9.0.0" },
    },
    "package-lock.json": {
      packages: { "": { version }, "packages/one": { version }, "packages/two": { version } },
    },
    "CHANGELOG.md": CHANGELOG,
  };
}

function check(files: Readonly<Record<string, unknown>>, tag = "v1.2.3"): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "release-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(folder, path), text);
  }
  const { GITHUB_SERVER_URL: _, ...environment } = process.env;
  const env = { ...environment, GITHUB_REPOSITORY: "acme/tracing" };
  const options = { encoding: "utf8", env } as const;
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, tag, folder], options);
  const problems = stderr.split("\n").filter((line) => line !== "");
  expect(status).toBe(problems.length === 0 ? 0 : 1);
  return problems;
}

it("lets a release pass where everything fits", () => {
  expect(check(fitting())).toEqual([]);
});

it.each(["1.2.3", "v1.2", "vnext", ""])("refuses the tag %j", (tag) => {
  expect(check(fitting(), tag)).toEqual([
    `the tag must be v and a version, such as v1.2.3; got ${JSON.stringify(tag)}`,
  ]);
});

it("refuses a tag of another version", () => {
  expect(check(fitting(), "v1.3.0")).toEqual([
    "package.json has version 1.2.3, not 1.3.0",
    "packages/one/package.json has version 1.2.3, not 1.3.0",
    "packages/two/package.json has version 1.2.3, not 1.3.0",
    "packages/two/package.json wants one 1.2.3, not 1.3.0",
    "package-lock.json has version 1.2.3 of the root",
    "package-lock.json has version 1.2.3 of packages/one",
    "package-lock.json has version 1.2.3 of packages/two",
    "CHANGELOG.md has no entry for 1.3.0",
  ]);
});

it.each([
  ["## 1.2.3 (unreleased)\n\n- x\n", "must say when 1.2.3 is released: ## 1.2.3 (2026-12-01)"],
  ["## 1.2.3 (2026-12-01)\n\n### one\n\n## 1.2.2\n\n- x\n", "says nothing of 1.2.3"],
  ["## 1.2.30 (2026-12-01)\n\n- x\n", "has no entry for 1.2.3"],
])("refuses the changelog %j", (changelog, problem) => {
  expect(check({ ...fitting(), "CHANGELOG.md": changelog })).toEqual([`CHANGELOG.md ${problem}`]);
});

it.each([
  [undefined, "has no repository.url"],
  [
    "https://github.com/acme/tracing-too",
    "has repository.url https://github.com/acme/tracing-too, not that of https://github.com/acme/tracing",
  ],
])("refuses the repository %j, which npm would not accept", (repository, problem) => {
  const files = {
    ...fitting(),
    "packages/one/package.json": { name: "one", version: "1.2.3", repository },
  };
  expect(check(files)).toEqual([`packages/one/package.json ${problem}`]);
});
