import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readPublicModels } from "../src/index.ts";

const require = createRequire(import.meta.url);
const MODELS = join(dirname(require.resolve("all-the-public-replicate-models")), "models.json");

const MEGABYTE = 1024 * 1024;

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "public-models-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "models.json");
  writeFileSync(path, text);
  return path;
}

async function namesIn(path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { owner, name } of readPublicModels(path)) names.push(`${owner}/${name}`);
  return names;
}

describe("readPublicModels", () => {
  it("reads all 3,808 models of 63 MB within 100 MB", async () => {
    const before = process.memoryUsage.rss();
    const names = new Set<string>();
    let most = before;
    for await (const { owner, name } of readPublicModels(MODELS)) {
      names.add(`${owner}/${name}`);
      most = Math.max(most, process.memoryUsage.rss());
    }
    expect(names.size).toBe(3808);
    // The text and its values at once take some 170 MB more than nothing, read this way some 40.
    expect((most - before) / MEGABYTE).toBeLessThan(100);
  });

  it("stops reading when the caller has found what it looked for", async () => {
    for await (const record of readPublicModels(MODELS)) {
      expect(record.latest_version?.id).toMatch(/^[0-9a-f]{64}$/);
      break;
    }
  });

  it("says what is wrong with a file, and nothing of what is in it", async () => {
    const model = '{"owner":"acme","name":"hello"}';
    const path = fileOf(`[${model}]`);
    expect(await namesIn(path)).toEqual(["acme/hello"]);
    const problemOf = async (text: string): Promise<string> => {
      writeFileSync(path, text);
      const error: unknown = await namesIn(path).catch((reason: unknown) => reason);
      return error instanceof Error ? error.message : "none";
    };
    const second = `Record 2 of ${path} is not one of a model.`;
    expect(await problemOf(`[${model},{"owner":"swordfish"}]`)).toBe(second);
    expect(await problemOf(`[${model},{swordfish}]`)).toBe(second);
    expect(await problemOf(`[${model},`)).toBe(`${path} ends before its list does.`);
    expect(await problemOf('"swordfish"')).toBe(`${path} is not a list of models.`);
    await expect(namesIn(`${path}.none`)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
