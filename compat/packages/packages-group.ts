import { join } from "node:path";
import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { run, SEEN } from "../support/expected-span.ts";
import { expectSame } from "../support/expect-same.ts";
import { inTemporaryFolder } from "../support/in-temporary-folder.ts";
import { installConsumer } from "../support/install-consumer.ts";
import { pack, type Tarball } from "../support/pack.ts";
import { pictureSpan } from "../support/picture-span.ts";
import { publishablePackages, type PublishablePackage } from "../support/publishable-packages.ts";
import { runProgram } from "../support/run-program.ts";
import { startServices } from "../support/services.ts";

/** How the ten lines are run, below the folder of the project that has the packages installed. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  "ES module": ["esm.mjs"],
  CommonJS: ["commonjs.cjs"],
  Jest: ["node_modules/jest/bin/jest.js", "jest.test.cjs"],
  Vitest: ["node_modules/vitest/vitest.mjs", "run", "vitest.spec.mjs"],
};

/** The packages as npm would get them. */
export const PACKAGES_GROUP: CheckGroup = {
  name: "packages",
  about:
    "The packed packages, installed in an empty project: ten lines make a traced run in each way to load them, the commands answer, and nothing is in the tarballs that does not belong there.",
  run: () =>
    inTemporaryFolder(async (folder) => {
      const packages = publishablePackages();
      const packed = await Promise.all(
        packages.map(async (one) => ({ ...one, tarball: await pack(one, folder) })),
      );
      const consumer = join(folder, "consumer");
      const tarballs = packed.map(({ tarball }) => tarball);
      await installConsumer("packages", { folder: consumer, tarballs });
      const checks: Check[] = [];
      for (const one of packed) checks.push(...(await checkPackage(one, consumer)));
      for (const [check, args] of Object.entries(RUNNERS)) {
        const problems = await problemsOf(() => checkRun(args, consumer));
        checks.push({ subject: "ten lines", check, problems });
      }
      return checks;
    }),
};

async function checkPackage(
  { name, commands, tarball }: PublishablePackage & { readonly tarball: Tarball },
  consumer: string,
): Promise<readonly Check[]> {
  const checks: Check[] = [
    {
      subject: name,
      check: "content",
      problems: await problemsOf(() => expectContent(tarball.files)),
    },
  ];
  for (const command of commands) {
    const problems = await problemsOf(async () => {
      const args = ["--no-install", command, "--help"];
      const { code, stdout, stderr } = await runProgram({ command: "npx", args, folder: consumer });
      expectSame(code, 0, `\`npx ${command} --help\` ends, and says ${stderr}`);
      if (!stdout.includes(command)) throw new Error(`its help does not name it: ${stdout}`);
    });
    checks.push({ subject: name, check: "command", problems });
  }
  return checks;
}

const STRANGE = /(?:^|\/)tests?\/|\.(?:test|spec)\.|\.tsbuildinfo$|\.env|\.npmrc|node_modules/;
const NEEDED = ["LICENSE", "README.md", "package.json"];

function expectContent(files: readonly string[]): void {
  expectSame(
    files.filter((file) => STRANGE.test(file)),
    [],
    "files that do not belong into a package",
  );
  expectSame(
    NEEDED.filter((file) => !files.includes(file)),
    [],
    "files that are missing",
  );
}

async function checkRun(args: readonly string[], consumer: string): Promise<void> {
  const services = await startServices();
  try {
    const { code, stdout, stderr } = await runProgram({
      args,
      folder: consumer,
      env: services.env,
    });
    const said = `${stdout}${stderr}`;
    expectSame(code, 0, `the exit code, after ${said}`);
    if (said.includes("braintrust-replicate:")) throw new Error(`the library complains: ${said}`);
    const { store } = services;
    expectSame(
      store.rows().map((row) => pictureSpan(row, store)),
      [
        run({
          input: { file: "attachment input-file.txt: bytes of a file" },
          output: SEEN,
          metadata: { model: "demo/json", status: "processing" },
          metrics: [],
        }),
      ],
      "the spans",
    );
  } finally {
    await services.close();
  }
}
