import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../support/in-temporary-folder.ts";
import { installConsumer } from "../support/install-consumer.ts";
import { pack } from "../support/pack.ts";

const PACKAGES = join(import.meta.dirname, "..", "..", "packages");
const SCENARIO = join(import.meta.dirname, "..", "where", "scenario.mjs");

/**
 * Does something in a project that has the packed library installed and the scenario among its
 * sources.
 *
 * @param template - A folder of `consumers`.
 */
export function inConsumer<T>(template: string, work: (folder: string) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (temporary) => {
    const tracing = {
      name: "braintrust-replicate",
      folder: join(PACKAGES, "tracing"),
      commands: [],
    };
    const folder = join(temporary, "app");
    const tarballs = [await pack(tracing, temporary)];
    await installConsumer(template, { folder, tarballs });
    copyFileSync(SCENARIO, join(folder, "src", "scenario.mjs"));
    return work(folder);
  });
}
