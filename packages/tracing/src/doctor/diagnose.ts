import { readApp } from "./app.ts";
import { appFiles } from "./app-files.ts";
import { checkBraintrust } from "./check-braintrust.ts";
import { checkClients } from "./check-clients.ts";
import { checkDoubles } from "./check-doubles.ts";
import { checkRuntime } from "./check-runtime.ts";
import { checkStart } from "./check-start.ts";
import type { Finding } from "./finding.ts";
import { findPackages } from "./find-packages.ts";

/** What the doctor is asked. */
export interface Consultation {
  /** The file or folder that the app starts with; it must exist. */
  readonly entry: string | undefined;
  /** Modules that the app is started with. */
  readonly preload: readonly string[];
  /** Milliseconds that Braintrust has for an answer. */
  readonly timeoutMs: number;
}

/** Finds out what would be traced, and what keeps the rest from it. */
export async function diagnose({
  entry,
  preload,
  timeoutMs,
}: Consultation): Promise<readonly Finding[]> {
  const app = readApp(entry);
  const packages = findPackages(app.folder);
  const [clients, braintrust] = await Promise.all([
    checkClients({ app, packages, preload }),
    checkBraintrust(app, packages, timeoutMs),
  ]);
  const files = appFiles(app);
  return [
    ...checkRuntime(app, files),
    ...checkStart(app, files),
    ...clients,
    ...checkDoubles(packages),
    ...braintrust,
  ];
}
