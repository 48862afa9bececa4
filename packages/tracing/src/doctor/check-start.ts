import type { App } from "./app.ts";
import { settingsFiles, type AppFile } from "./app-files.ts";
import { ok, problem, type Finding } from "./finding.ts";

/** What turns tracing on, wherever it is written. */
const STARTS =
  /braintrust-replicate\/[a-z]+|\b(?:wrapReplicate|autoInstrument|traceFetch|withReplicateTracing)\b/;

/** What the client has in it, however it was minified: its user agent. */
const CLIENT = "replicate-javascript/";

/** What this library has in it. */
const LIBRARY = "braintrust-replicate.taps";

/** Whether anything turns tracing on, and whether the client is where the hook cannot see it. */
export function checkStart(app: App, files: readonly AppFile[]): readonly Finding[] {
  return [startOf(app, files), ...files.flatMap((file) => bundled(file, files))];
}

/** Whether the app's own code turns tracing on. */
export function isWrapped(files: readonly AppFile[]): boolean {
  return files.some(({ text }) => text.includes(LIBRARY) || STARTS.test(text));
}

function startOf(app: App, files: readonly AppFile[]): Finding {
  const places: readonly AppFile[] = [
    { path: "NODE_OPTIONS", text: process.env["NODE_OPTIONS"] ?? "" },
    ...Object.entries(app.manifest.scripts ?? {}).map(([name, text]) => ({
      path: `the script \`${name}\``,
      text,
    })),
    ...settingsFiles(app),
    ...files,
  ];
  for (const { path, text } of places) {
    const found = STARTS.exec(text)?.[0] ?? (text.includes(LIBRARY) ? "the library" : undefined);
    if (found !== undefined) return ok("start", `tracing is turned on: ${found} in ${path}`);
  }
  return problem(
    "start",
    "nothing was found that turns tracing on, in NODE_OPTIONS, the scripts or the app's files",
    "start it by `node --import braintrust-replicate/register …`, or set NODE_OPTIONS",
  );
}

function bundled({ path, text }: AppFile, files: readonly AppFile[]): readonly Finding[] {
  if (!text.includes(CLIENT)) return [];
  if (isWrapped(files))
    return [ok("bundle", `${path} holds the client, and something that traces it`)];
  return [
    problem(
      "bundle",
      `${path} holds the code of the client, which the hook cannot see in a bundle`,
      "leave `replicate` out of the bundle, add the bundler plugin, or wrap the client by hand",
    ),
  ];
}
