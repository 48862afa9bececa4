import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDisabledByEnvironment } from "../options.ts";
import type { App } from "./app.ts";
import type { AppFile } from "./app-files.ts";
import { isWrapped } from "./check-start.ts";
import { ok, problem, type Finding } from "./finding.ts";

/** What a runtime says of itself. */
export type Versions = Readonly<Record<string, string | undefined>>;

const BY_HAND = "wrap the client by hand: wrapReplicate(new Replicate())";

/** The runtime that runs the doctor, the one that the app is started with, and the switch. */
export function checkRuntime(
  app: App,
  files: readonly AppFile[],
  versions: Versions = process.versions,
): readonly Finding[] {
  const others = isWrapped(files) ? [] : otherRuntimes(app);
  return [runtimeOfDoctor(versions), ...others, ...switchedOff()];
}

function runtimeOfDoctor(versions: Versions): Finding {
  const other = versions["bun"] === undefined ? versions["deno"] && "Deno" : "Bun";
  if (other !== undefined) {
    return problem(
      "runtime",
      `${other} has no hook for modules, so nothing starts tracing by itself`,
      BY_HAND,
    );
  }
  const version = versions["node"] ?? "";
  if (isSupported(version)) return ok("runtime", `Node ${version}`);
  return problem(
    "runtime",
    `Node ${version} is not supported`,
    "use Node 20.19 or later, 22 from 22.12 on",
  );
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

const COMMANDS: Readonly<Record<string, string>> = {
  bun: "Bun",
  bunx: "Bun",
  deno: "Deno",
  wrangler: "Cloudflare Workers",
};

/** The scripts of the app say what it is started with. */
function otherRuntimes({ manifest, root }: App): readonly Finding[] {
  const findings = Object.entries(manifest.scripts ?? {}).flatMap(([name, script]) => {
    const runtime = commandsOf(script)
      .map((word) => COMMANDS[word])
      .find((found) => found !== undefined);
    return runtime === undefined || /^(?:test|lint|build)/.test(name)
      ? []
      : [unhooked(runtime, `the script \`${name}\``)];
  });
  if (findings.length > 0) return findings;
  const config = ["wrangler.toml", "wrangler.json", "wrangler.jsonc"].find((name) =>
    existsSync(join(root, name)),
  );
  return config === undefined ? [] : [unhooked("Cloudflare Workers", config)];
}

/** The first words of its parts, without the variables before them. */
function commandsOf(script: string): readonly string[] {
  return script.split(/&&|\|\||;/).map((part) => {
    const words = part.trim().split(/\s+/);
    return words.find((word) => !/=|^(?:cross-env|env|exec)$/.test(word)) ?? "";
  });
}

function unhooked(runtime: string, where: string): Finding {
  return problem("runtime", `${where} runs on ${runtime}, which the hook does not reach`, BY_HAND);
}

function switchedOff(): readonly Finding[] {
  if (!isDisabledByEnvironment()) return [];
  return [
    problem(
      "switch",
      "BRAINTRUST_DISABLE_INSTRUMENTATION turns tracing of Replicate off",
      "take `replicate` out of it",
    ),
  ];
}
