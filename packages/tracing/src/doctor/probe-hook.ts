import { spawn } from "node:child_process";

/** What a process of the app's kind says of one copy of the client. */
export type Probe = "traced" | "hidden" | { readonly failed: string };

/** What to load, and how. */
export interface ProbePlan {
  /** The file that the copy's package starts with. */
  readonly path: string;
  readonly format: "import" | "require";
  /** Where the app's packages are seen from. */
  readonly folder: string;
  /** Modules that the app is started with, such as loaders. */
  readonly preload: readonly string[];
}

const MARK = "braintrust-replicate-probe:";
const TIMEOUT_MS = 20_000;

/** The process looks at the class as the hook does, and at nothing else. */
const PROGRAM = `
const { createRequire } = process.getBuiltinModule("node:module");
const { pathToFileURL } = process.getBuiltinModule("node:url");
const { path, format } = JSON.parse(process.env.BRAINTRUST_REPLICATE_PROBE);
const load = async () => format === "require"
  ? createRequire(path)(path)
  : (await import(pathToFileURL(path).href)).default;
load().then((found) => {
  const hook = globalThis[Symbol.for("braintrust-replicate.hook.1")];
  process.stdout.write("\\n${MARK}" + (hook?.traces(found) ? "traced" : "hidden") + "\\n");
  process.exit(0);
});`;

/**
 * Loads one copy of the client in a process of its own, under the hook and with what the app is
 * started with. The only way to know what other loaders do.
 */
export function probeHook({ path, format, folder, preload }: ProbePlan): Promise<Probe> {
  const hooks = [...preload, "braintrust-replicate/register"].flatMap((name) => ["--import", name]);
  const child = spawn(process.execPath, [...hooks, "--input-type=module", "-e", PROGRAM], {
    cwd: folder,
    env: {
      ...process.env,
      // Nobody is to be asked anything, and no SDK is to be loaded.
      BRAINTRUST_DISABLE_INSTRUMENTATION: "replicate",
      BRAINTRUST_REPLICATE_PROBE: JSON.stringify({ path, format }),
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve({ failed: message }));
    child.once("close", () => {
      const answer = stdout.split(MARK)[1]?.trim();
      if (answer === "traced" || answer === "hidden") resolve(answer);
      else resolve({ failed: errorIn(stderr) });
    });
  });
}

/** The line that says what went wrong, without what Node writes around it. */
function errorIn(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.find(Boolean) ?? "no answer";
}
