import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { spanTreeSnapshot } from "braintrust-replicate-viewer";
import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { ensureInstalled } from "../support/ensure-installed.ts";
import { expectSame } from "../support/expect-same.ts";
import { runProgram } from "../support/run-program.ts";
import { startServices } from "../support/services.ts";

const APPS = { "ES module": "app.mjs", CommonJS: "app.cjs" };
const HOOK = ["--import", import.meta.resolve("braintrust-replicate/register")];

const EXPECTED_TREE = readFileSync(new URL("expected.span-tree.txt", import.meta.url), "utf8");

/** What LangChain gives its caller, with tracing and without. */
const EXPECTED_RESULT = {
  invoke:
    "You asked: the sea. The tide went out, left its shells to be counted, and came back for them at night.",
  stream:
    "You asked: rain. The tide went out, left its shells to be counted, and came back for them at night.",
  "stream, left early": "You asked: rain.",
  "stream that fails": 'threw: {"detail":"Until it was not (E2001)"}',
  "stream whose failure LangChain does not tell": "All was well",
  "two at once": 2,
};

/** LangChain's community package, whose model of Replicate makes a client for each call. */
export const LANGCHAIN_GROUP: CheckGroup = {
  name: "langchain",
  about:
    "LangChain's model of Replicate under the hook: below the caller's span, with the failures that LangChain does not tell.",
  run: async () => {
    await ensureInstalled(import.meta.dirname);
    const checks: Check[] = [];
    for (const [check, app] of Object.entries(APPS)) {
      const problems = await problemsOf(() => checkApp(app));
      checks.push({ subject: `@langchain/community ${installedVersion()}`, check, problems });
    }
    return checks;
  },
};

async function checkApp(app: string): Promise<void> {
  const services = await startServices({ tls: false });
  try {
    const path = fileURLToPath(new URL(app, import.meta.url));
    const { code, stdout, stderr } = await runProgram({
      args: [...HOOK, path],
      env: services.env,
    });
    expectSame({ code, stderr }, { code: 0, stderr: "" }, "the app's end");
    expectSame(JSON.parse(stdout), EXPECTED_RESULT, "what the app got");
    const { text } = spanTreeSnapshot(services.store.rows());
    if (text !== EXPECTED_TREE) throw new Error(`the span tree is not the one expected:\n${text}`);
  } finally {
    await services.close();
  }
}

function installedVersion(): string {
  const manifest = new URL("node_modules/@langchain/community/package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }).version;
}
