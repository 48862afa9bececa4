import { createRequire } from "node:module";
import { join } from "node:path";
import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { expectSame } from "../support/expect-same.ts";
import { inTurns } from "../support/in-turns.ts";
import { childrenOf, pictureSpan } from "../support/picture-span.ts";
import { runProgram } from "../support/run-program.ts";
import { startServices } from "../support/services.ts";
import { STORY } from "./story.ts";

/** Folders that have a version of the SDK under its own name, as an app does. */
const FOLDERS = ["braintrust-oldest", "braintrust-newest"];
const APPS = { "ES module": "app.mjs", CommonJS: "app.cjs" };

/** Braintrust's SDK: the first and the last version of the supported range. */
export const BRAINTRUST_GROUP: CheckGroup = {
  name: "braintrust",
  about:
    "The same executions over the oldest and the newest SDK of Braintrust, which the library finds by itself, files as attachments included.",
  run: () => inTurns(FOLDERS, checkFolder),
};

async function checkFolder(name: string): Promise<readonly Check[]> {
  const folder = join(import.meta.dirname, "..", name);
  const subject = `braintrust ${installedVersion(folder)}`;
  const checks: Check[] = [];
  for (const [check, app] of Object.entries(APPS)) {
    const problems = await problemsOf(() => checkApp(join(folder, app)));
    checks.push({ subject, check, problems });
  }
  return checks;
}

async function checkApp(app: string): Promise<void> {
  const services = await startServices();
  try {
    const { code, stderr } = await runProgram({ args: [app], env: services.env });
    expectSame({ code, stderr }, { code: 0, stderr: "" }, "the app's end");
    const { store } = services;
    const rows = store.rows();
    const roots = rows.filter(({ span_parents: parents }) => (parents ?? []).length === 0);
    const told = roots.map((root) => [
      root.span_attributes?.name,
      childrenOf(root, rows).map((row) => pictureSpan(row, store)),
    ]);
    expectSame(Object.fromEntries(told), STORY, "the spans");
    const untagged = rows.filter(
      ({ span_attributes: attributes, tags }) =>
        attributes?.name?.startsWith("replicate.") && !tags?.includes("compat"),
    );
    expectSame(untagged, [], "spans without the tag of `onSpan`");
  } finally {
    await services.close();
  }
}

/** The version that an app of the folder loads, which is to be the one that the folder asks for. */
function installedVersion(folder: string): string {
  const seenFrom = createRequire(join(folder, "app.mjs"));
  const { version } = seenFrom("braintrust/package.json") as { readonly version: string };
  const { dependencies } = seenFrom("./package.json") as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  expectSame(version, dependencies["braintrust"], "the SDK; run `npm ci` in compat");
  return version;
}
