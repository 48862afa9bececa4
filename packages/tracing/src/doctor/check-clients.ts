import { createRequire } from "node:module";
import { relative } from "node:path";
import { scrubSecrets } from "../wire/scrub-secrets.ts";
import type { App } from "./app.ts";
import { otherRuntime } from "./check-runtime.ts";
import { note, ok, problem, type Finding } from "./finding.ts";
import type { InstalledPackage } from "./find-packages.ts";
import { probeHook, type Probe } from "./probe-hook.ts";

/** What is known of the app's packages, and what it is started with. */
export interface Installation {
  readonly app: App;
  readonly packages: readonly InstalledPackage[];
  readonly preload: readonly string[];
}

/** Copies that are tried, each in two processes. */
const MOST_PROBED = 8;

const SUPPORTED = ">=0.25.0 <2";

/** Each copy of the client: its version, and whether the hook sees it. */
export async function checkClients(installation: Installation): Promise<readonly Finding[]> {
  const { app, packages } = installation;
  const copies = packages.filter(({ manifest }) => manifest.name === "replicate");
  if (!packages.some(({ manifest }) => manifest.name === "braintrust-replicate")) {
    return [
      problem(
        "library",
        "the app has no `braintrust-replicate`, so it cannot be started with its hook",
        "npm install braintrust-replicate",
      ),
      ...copies.map((copy) => note("client", `${named(copy, app)}: not tried without the library`)),
    ];
  }
  if (copies.length === 0) return [noClient(packages)];
  const findings: Finding[] = [];
  for (const copy of copies) {
    const probed = findings.length < MOST_PROBED;
    findings.push(
      probed
        ? await checkCopy(copy, installation)
        : note("client", `${named(copy, app)}: not tried`),
    );
  }
  return findings;
}

function noClient(packages: readonly InstalledPackage[]): Finding {
  const other = packages.find(({ manifest: { name = "" } }) =>
    ["@ai-sdk/replicate", "replicate-stainless"].includes(name),
  );
  if (other === undefined) {
    return problem(
      "client",
      "no copy of `replicate` is installed for the app",
      "npm install replicate",
    );
  }
  return problem(
    "client",
    `\`${other.manifest.name}\` is another client than \`replicate\`, which the hook does not trace`,
    "give it a traced `fetch`: `traceFetch()` of this library",
  );
}

async function checkCopy(copy: InstalledPackage, { app, preload }: Installation): Promise<Finding> {
  const name = named(copy, app);
  if (!isSupported(copy.manifest.version ?? "")) {
    return problem(
      "client",
      `${name} is outside of the supported versions`,
      `use replicate ${SUPPORTED}`,
    );
  }
  const elsewhere = otherRuntime();
  if (elsewhere !== undefined) {
    return note(
      "client",
      `${name}: not tried, because the doctor runs on ${elsewhere}`,
      "run it by Node",
    );
  }
  const path = createRequire(`${copy.folder}/`).resolve(copy.folder);
  const plan = { path, folder: app.folder, preload };
  const [imported, required] = await Promise.all([
    probeHook({ ...plan, format: "import" }),
    probeHook({ ...plan, format: "require" }),
  ]);
  return verdict(name, imported, required);
}

function verdict(name: string, imported: Probe, required: Probe): Finding {
  for (const probe of [imported, required]) {
    if (typeof probe === "string") continue;
    return problem(
      "hook",
      `Node does not start with the hook and these options: ${scrubSecrets(probe.failed)}`,
      "mend NODE_OPTIONS, or what is given by --import",
    );
  }
  if (imported === "traced" && required === "traced") {
    return ok("client", `${name}: traced by the hook`);
  }
  if (required === "traced") {
    return problem(
      "loader",
      `${name}: traced where it is required, but not where it is imported, because a loader hands the source of CommonJS packages to Node itself`,
      "leave packages in node_modules out of that loader, or wrap the client by hand",
    );
  }
  return problem(
    "loader",
    `${name}: not traced, because something keeps the hook from seeing modules`,
    "see what else NODE_OPTIONS loads, or wrap the client by hand",
  );
}

function named({ folder, manifest }: InstalledPackage, { root }: App): string {
  const path = relative(root, folder);
  return `replicate ${manifest.version ?? "without a version"} (${path.startsWith("..") ? folder : path})`;
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 1 || (major === 0 && minor >= 25);
}
