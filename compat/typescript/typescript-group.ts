import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { expectSame } from "../support/expect-same.ts";
import { inTemporaryFolder } from "../support/in-temporary-folder.ts";
import { inTurns } from "../support/in-turns.ts";
import { installConsumer } from "../support/install-consumer.ts";
import { pack } from "../support/pack.ts";
import { publishablePackages } from "../support/publishable-packages.ts";
import { runProgram } from "../support/run-program.ts";

const COMPILERS = [
  "typescript-5-4",
  "typescript-5-7",
  "typescript-5-9",
  "typescript-6-0",
  "typescript-7-0",
];

/** The settings, and what the consumer's file is called there. */
const SETTINGS = {
  "nodenext-esm": "consumer.mts",
  "nodenext-commonjs": "consumer.cts",
  bundler: "consumer.ts",
};

/** TypeScript, from the oldest version tried to the newest. */
export const TYPESCRIPT_GROUP: CheckGroup = {
  name: "typescript",
  about:
    "A program that uses every public name, against the packed library with all declarations checked and without Braintrust's SDK: what is wrapped keeps its type, wrong options are errors.",
  run: () =>
    inTemporaryFolder(async (folder) => {
      const library = publishablePackages().find(({ name }) => name === "braintrust-replicate");
      if (library === undefined) throw new Error("the library is not among the packages");
      const tarball = await pack(library, folder);
      const consumer = join(folder, "consumer");
      await installConsumer("types", { folder: consumer, tarballs: [tarball] });
      for (const file of Object.values(SETTINGS)) {
        if (file !== "consumer.ts") {
          copyFileSync(join(consumer, "consumer.ts"), join(consumer, file));
        }
      }
      return inTurns(COMPILERS, (name) => checkCompiler(name, consumer));
    }),
};

async function checkCompiler(name: string, consumer: string): Promise<readonly Check[]> {
  const compiler = join(import.meta.dirname, "..", "node_modules", name);
  const manifest = readFileSync(join(compiler, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const subject = `typescript ${version}`;
  const checks: Check[] = [
    {
      subject,
      check: "uses every name",
      problems: await problemsOf(() => expectAllUsed(consumer)),
    },
  ];
  for (const setting of Object.keys(SETTINGS)) {
    const problems = await problemsOf(async () => {
      const args = [join(compiler, "bin", "tsc"), "-p", `tsconfig.${setting}.json`];
      const { code, stdout, stderr } = await runProgram({ args, folder: consumer });
      if (code !== 0) throw new Error(`${stdout}${stderr}`);
    });
    checks.push({ subject, check: setting, problems });
  }
  return checks;
}

/** That nothing is exported which the consumer does not try, and nothing else is there to be seen. */
function expectAllUsed(consumer: string): void {
  const library = join(consumer, "node_modules", "braintrust-replicate");
  const declarations = readFileSync(join(library, "dist", "esm", "index.d.ts"), "utf8");
  const names = [...declarations.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = ""]) =>
    list.split(",").map((name) => name.trim().replace(/^type /, "")),
  );
  const used = readFileSync(join(consumer, "consumer.ts"), "utf8");
  const unused = names.filter((name) => !new RegExp(`\\b${name}\\b`).test(used));
  expectSame(unused, [], "exported, but not tried");
  expectSame(existsSync(join(consumer, "node_modules", "braintrust")), false, "the SDK is there");
}
