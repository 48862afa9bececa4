import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";

/** What `initLogger` is given, as far as somebody said it. */
export interface BraintrustEnvironment {
  readonly apiKey?: string | undefined;
  readonly projectName?: string | undefined;
  readonly projectId?: string | undefined;
  readonly appUrl?: string | undefined;
  readonly orgName?: string | undefined;
}

const VARIABLES: Readonly<Record<keyof BraintrustEnvironment, string>> = {
  apiKey: "BRAINTRUST_API_KEY",
  projectName: "BRAINTRUST_PROJECT",
  projectId: "BRAINTRUST_PROJECT_ID",
  appUrl: "BRAINTRUST_APP_URL",
  orgName: "BRAINTRUST_ORG_NAME",
};

/** Folders above the working directory in which the file may lie. */
const MOST_PARENTS = 64;

/**
 * What the deployer says of Braintrust: a variable that is not blank, else the nearest
 * `.env.braintrust` upwards from the working directory. The environment is not changed, and the
 * file is read once, when it is first needed.
 *
 * @see https://github.com/braintrustdata/braintrust-spec, features/environment-variables.md
 */
export function braintrustEnvironment(): BraintrustEnvironment {
  const entries = Object.entries(VARIABLES).map(([name, variable]) => [name, read(variable)]);
  return Object.fromEntries(entries) as BraintrustEnvironment;
}

/** Whether there is a key for Braintrust: without one, no logger can be made. */
export function hasBraintrustKey(): boolean {
  return read(VARIABLES.apiKey) !== undefined;
}

/** Where the nearest `.env.braintrust` lies, and what is in it. */
export interface BraintrustFile {
  readonly path: string;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/**
 * The nearest `.env.braintrust`. It is a boundary: what it does not name is not looked for further
 * up, nor where it cannot be read.
 */
export function findBraintrustFile(from: string): BraintrustFile | undefined {
  let folder = from;
  for (let level = 0; level <= MOST_PARENTS; level += 1) {
    const path = join(folder, ".env.braintrust");
    const values = valuesIn(path);
    if (values !== undefined) return { path, values };
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return undefined;
}

function read(variable: string): string | undefined {
  return filled(process.env[variable]) ?? filled(valuesOfFile()[variable]);
}

let file: BraintrustFile["values"] | undefined;

function valuesOfFile(): BraintrustFile["values"] {
  file ??= findBraintrustFile(process.cwd())?.values ?? {};
  return file;
}

function valuesIn(path: string): BraintrustFile["values"] | undefined {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : {};
  }
}

function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value;
}
