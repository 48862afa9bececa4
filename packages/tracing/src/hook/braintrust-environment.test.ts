import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { findBraintrustFile } from "./braintrust-environment.ts";

function folders(): { readonly top: string; readonly below: string } {
  const top = mkdtempSync(join(tmpdir(), "environment-"));
  onTestFinished(() => rmSync(top, { recursive: true }));
  const below = join(top, "a", "b");
  mkdirSync(below, { recursive: true });
  return { top, below };
}

it("finds the file above the folder, as a shell would have written it", () => {
  const { top, below } = folders();
  writeFileSync(
    join(top, ".env.braintrust"),
    "# mine\nexport BRAINTRUST_PROJECT='a project'\nBRAINTRUST_API_KEY=\"key\" # theirs\n",
  );

  expect(findBraintrustFile(below)).toEqual({
    path: join(top, ".env.braintrust"),
    values: { BRAINTRUST_PROJECT: "a project", BRAINTRUST_API_KEY: "key" },
  });
});

it("takes the nearest one for the only one", () => {
  const { top, below } = folders();
  writeFileSync(join(top, ".env.braintrust"), "BRAINTRUST_PROJECT=above\n");
  writeFileSync(join(below, ".env.braintrust"), "BRAINTRUST_API_KEY=key\n");

  expect(findBraintrustFile(below)?.values).toEqual({ BRAINTRUST_API_KEY: "key" });
});

it("takes one that cannot be read for one that says nothing", () => {
  const { top, below } = folders();
  writeFileSync(join(top, ".env.braintrust"), "BRAINTRUST_PROJECT=above\n");
  mkdirSync(join(below, ".env.braintrust"));

  expect(findBraintrustFile(below)?.values).toEqual({});
});

it("looks no further than 64 folders up", () => {
  const { top } = folders();
  writeFileSync(join(top, ".env.braintrust"), "BRAINTRUST_PROJECT=above\n");
  const within = join(top, ...Array<string>(64).fill("d"));

  expect(findBraintrustFile(within)?.path).toBe(join(top, ".env.braintrust"));
  expect(findBraintrustFile(join(within, "d"))?.path).not.toBe(join(top, ".env.braintrust"));
});
