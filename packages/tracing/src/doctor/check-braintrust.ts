import { braintrustEnvironment, findBraintrustFile } from "../hook/braintrust-environment.ts";
import type { App } from "./app.ts";
import { settingsFiles } from "./app-files.ts";
import { note, ok, problem, type Finding } from "./finding.ts";
import type { InstalledPackage } from "./find-packages.ts";

const APP_URL = "https://www.braintrust.dev";
const SUPPORTED = ">=3.1.0 <4";

/** The SDK, the key, the project, and whether Braintrust answers. */
export async function checkBraintrust(
  app: App,
  packages: readonly InstalledPackage[],
  timeoutMs: number,
): Promise<readonly Finding[]> {
  const { apiKey, projectName, projectId, appUrl = APP_URL } = braintrustEnvironment();
  const sdk = checkSdk(packages);
  if (apiKey === undefined) return [sdk, noKey(app)];
  const login = await askLogin(appUrl, { apiKey, timeoutMs });
  if (login.level === "problem") return [sdk, login];
  const project =
    projectId === undefined
      ? byName(projectName)
      : await askProject(appUrl, { apiKey, projectId, timeoutMs });
  return [sdk, login, project];
}

function checkSdk(packages: readonly InstalledPackage[]): Finding {
  const sdks = packages.filter(({ manifest }) => manifest.name === "braintrust");
  const [first] = sdks;
  if (first === undefined) {
    return problem(
      "sdk",
      "Braintrust's SDK is not installed for the app",
      "npm install braintrust",
    );
  }
  const old = sdks.find(({ manifest: { version = "" } }) => !isSupported(version));
  if (old === undefined) return ok("sdk", `braintrust ${first.manifest.version ?? ""}`);
  return problem(
    "sdk",
    `braintrust ${old.manifest.version ?? "without a version"} is outside of the supported versions`,
    `use braintrust ${SUPPORTED}`,
  );
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 3 && minor >= 1;
}

function noKey(app: App): Finding {
  const dotenv = settingsFiles(app).find(
    ({ path, text }) => path.startsWith(".env") && /^(?:export )?BRAINTRUST_API_KEY=./m.test(text),
  );
  if (dotenv !== undefined) {
    return note(
      "key",
      `BRAINTRUST_API_KEY is in ${dotenv.path}, which counts only where somebody loads that file before the first call`,
      `start the doctor by \`node --env-file=${dotenv.path}\` to have the key tried`,
    );
  }
  const file = findBraintrustFile(process.cwd());
  return problem(
    "key",
    file === undefined
      ? "BRAINTRUST_API_KEY is not set, and there is no .env.braintrust"
      : `BRAINTRUST_API_KEY is neither set nor in ${file.path}`,
    "set it, or make a logger in the app by `initLogger`",
  );
}

interface Asked {
  readonly apiKey: string;
  readonly timeoutMs: number;
}

async function askLogin(appUrl: string, { apiKey, timeoutMs }: Asked): Promise<Finding> {
  const answer = await ask(appUrl, "/api/apikey/login", { method: "POST", apiKey, timeoutMs });
  if (typeof answer === "string") {
    return problem(
      "server",
      `Braintrust at ${originOf(appUrl)} ${answer}`,
      "see the network, and BRAINTRUST_APP_URL",
    );
  }
  if (answer.status === 401 || answer.status === 403) {
    return problem(
      "key",
      `Braintrust at ${originOf(appUrl)} refuses the key`,
      "make a new one in its settings",
    );
  }
  if (answer.status >= 300) {
    return problem(
      "server",
      `Braintrust at ${originOf(appUrl)} answers with status ${answer.status}`,
      "see BRAINTRUST_APP_URL",
    );
  }
  return ok("key", `Braintrust at ${originOf(appUrl)} accepts the key`);
}

async function askProject(
  appUrl: string,
  { projectId, ...asked }: Asked & { readonly projectId: string },
): Promise<Finding> {
  const path = `/api/project?id=${encodeURIComponent(projectId)}`;
  const answer = await ask(appUrl, path, { method: "GET", ...asked });
  if (typeof answer !== "string" && answer.status < 300) {
    return ok("project", "BRAINTRUST_PROJECT_ID names a project");
  }
  return problem(
    "project",
    "Braintrust does not know the project of BRAINTRUST_PROJECT_ID",
    "see the project's settings for its id",
  );
}

/** Asking for it by name would make it. */
function byName(projectName: string | undefined): Finding {
  return projectName === undefined
    ? note("project", "no project is named, so spans go to `Global`", "set BRAINTRUST_PROJECT")
    : ok(
        "project",
        `spans go to the project "${projectName}", which is made with the first of them`,
      );
}

async function ask(
  appUrl: string,
  path: string,
  { method, apiKey, timeoutMs }: Asked & { readonly method: string },
): Promise<{ readonly status: number } | string> {
  try {
    const response = await fetch(new URL(path, withoutSlash(appUrl)), {
      method,
      headers: { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    // Not the error's own words, which may hold what was sent.
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return isLate ? `does not answer within ${timeoutMs / 1000} s` : "cannot be reached";
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "a URL that is none";
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
