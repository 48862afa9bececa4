import { join } from "node:path";
import { runProgram, type ProgramResult } from "../support/run-program.ts";

/** A bundler, as the project in `consumers/bundlers` runs it. */
export interface Bundler {
  readonly name: string;
  /** The file that it writes, in the format that its configuration asks for. */
  readonly output: string;
  readonly args: readonly string[];
}

export const BUNDLERS = {
  esbuild: { name: "esbuild", output: "app.cjs", args: ["esbuild.mjs"] },
  vite: { name: "Vite", output: "app.mjs", args: ["node_modules/vite/bin/vite.js", "build"] },
  rollup: {
    name: "Rollup",
    output: "app.mjs",
    args: ["node_modules/rollup/dist/bin/rollup", "-c", "--silent"],
  },
  rolldown: {
    name: "Rolldown",
    output: "app.mjs",
    args: ["node_modules/rolldown/bin/cli.mjs", "-c"],
  },
  webpack: { name: "webpack", output: "app.cjs", args: ["webpack.mjs"] },
} as const satisfies Readonly<Record<string, Bundler>>;

/** What to build. */
export interface Build {
  readonly folder: string;
  /** A file of `src`. */
  readonly entry: string;
  readonly mode?: "production" | "development";
  /** What to leave out of the bundle; what the bundler leaves out unless said. */
  readonly external?: string;
}

/** Builds an app. Throws when the build fails; what it said otherwise is in the result. */
export async function buildApp(
  bundler: Bundler,
  { folder, entry, mode = "production", external }: Build,
): Promise<ProgramResult & { readonly output: string }> {
  const out = join("out", `${bundler.name}-${entry}-${mode}-${external ?? ""}`);
  const built = await runProgram({
    args: bundler.args,
    folder,
    env: {
      ENTRY: `src/${entry}`,
      OUT: out,
      MODE: mode,
      NODE_ENV: mode,
      // Vite leaves out what is installed, under whatever name.
      NO_EXTERNAL: "replicate-oldest",
      ...(external === undefined ? {} : { EXTERNAL: external }),
    },
  });
  if (built.code !== 0) throw new Error(`the build failed: ${built.stdout}${built.stderr}`);
  return { ...built, output: join(folder, out, bundler.output) };
}
