import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../support/run-program.ts";
import { buildApp, type Bundler } from "./build-app.ts";

/** What the client says when it fails where `fails.mjs` has it fail. */
const TEXT = "Invalid prediction";

/**
 * Throws unless a failure inside of the client is said to be where it is in the client's own
 * source, by the source map of a production build.
 */
export async function expectMapped(bundler: Bundler, folder: string): Promise<void> {
  const { output } = await buildApp(bundler, { folder, entry: "fails.mjs" });
  const { stdout } = await runProgram({ args: ["--enable-source-maps", output], folder });
  const source = readFileSync(join(folder, "node_modules/replicate/index.js"), "utf8");
  const line = source.split("\n").findIndex((text) => text.includes(`"${TEXT}"`)) + 1;
  const first = stdout.split("\n").find((text) => text.trimStart().startsWith("at "));
  if (!stdout.includes(TEXT) || first?.includes(`replicate/index.js:${line}:`) !== true) {
    throw new Error(
      `the failure at line ${line} of the client is said to be elsewhere:\n${stdout}`,
    );
  }
}
