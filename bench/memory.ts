import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { abandonedPredictions, finishedRuns, longStream } from "./memory-of-executions.ts";
import { importTime, largeFile, openHandles } from "./time-of-the-caller.ts";

/**
 * What tracing keeps in memory, and what it takes of the caller's time beside a call's own cost.
 * Each measurement has a process of its own, so that none finds what another one left.
 */
const MEASUREMENTS: Readonly<Record<string, () => Promise<string>>> = {
  "abandoned predictions": abandonedPredictions,
  "finished runs": () => finishedRuns("succeeded"),
  "runs that end `processing`": () => finishedRuns("processing"),
  "a long stream": longStream,
  "a large file": largeFile,
  "what keeps the process alive": openHandles,
  "import, ES module": () => importTime("import"),
  "import, CommonJS": () => importTime("require"),
};

const [, , asked] = process.argv;

if (asked === undefined || asked.startsWith("--")) {
  console.log(`node ${process.version}\n`);
  for (const name of Object.keys(MEASUREMENTS)) console.log(await measure(name));
} else {
  console.log(await MEASUREMENTS[asked]?.());
}

async function measure(name: string): Promise<string> {
  const file = fileURLToPath(import.meta.url);
  const size = process.argv.includes("--quick") ? ["--quick"] : [];
  const parameters = ["--expose-gc", file, name, ...size];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return `${name}\n${stdout.trimEnd().replace(/^/gm, "  ")}\n`;
}
