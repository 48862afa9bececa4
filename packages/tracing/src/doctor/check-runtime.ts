import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDisabledByEnvironment } from "../options.ts";
import type { App } from "./app.ts";
import type { AppFile } from "./app-files.ts";
import { isWrapped } from "./check-start.ts";
import { ok, problem, type Finding } from "./finding.ts";

/** What a runtime says of itself. */
export type Versions = Readonly<Record<string, string | undefined>>;

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
  const version = versions["node"] ?? "";
  if (otherRuntime(versions) !== undefined) {
    return ok("runtime", `${otherRuntime(versions) ?? ""}, in the role of Node ${version}`);
  }
  if (isSupported(version)) return ok("runtime", `Node ${version}`);
  return problem(
    "runtime",
    `Node ${version} is not supported`,
    "use Node 20.19 or later, 22 from 22.12 on",
  );
}

/** Bun or Deno, by which the doctor itself may be run. */
export function otherRuntime(versions: Versions = process.versions): string | undefined {
  if (versions["bun"] !== undefined) return "Bun";
  return versions["deno"] === undefined ? undefined : "Deno";
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/** What starts an app elsewhere than on Node, and how it is traced there. */
const COMMANDS: Readonly<Record<string, readonly [runtime: string, fix: string]>> = {
  bun: ["Bun", "bun --preload braintrust-replicate/register …, or wrap the client by hand"],
  deno: ["Deno", "deno run --preload …, or wrap the client by hand"],
  wrangler: ["Cloudflare Workers", "add the bundler plugin, or wrap the client by hand"],
};

/** The scripts of the app say what it is started with. */
function otherRuntimes({ manifest, root }: App): readonly Finding[] {
  const findings = Object.entries(manifest.scripts ?? {}).flatMap(([name, script]) => {
    if (/^(?:test|lint|build)/.test(name) || script.includes("braintrust-replicate")) return [];
    const command = commandsOf(script).find((word) => Object.hasOwn(COMMANDS, word));
    return command === undefined ? [] : [untraced(command, `the script \`${name}\``)];
  });
  if (findings.length > 0) return findings;
  const config = ["wrangler.toml", "wrangler.json", "wrangler.jsonc"].find((name) =>
    existsSync(join(root, name)),
  );
  return config === undefined ? [] : [untraced("wrangler", config)];
}

/** The first words of its parts, without the variables before them. */
function commandsOf(script: string): readonly string[] {
  return script.split(/&&|\|\||;/).map((part) => {
    const words = part.trim().split(/\s+/);
    return words.find((word) => !/=|^(?:cross-env|env|exec)$/.test(word)) ?? "";
  });
}

function untraced(command: string, where: string): Finding {
  const [runtime = "", fix = ""] = COMMANDS[command] ?? [];
  return problem("runtime", `${where} runs on ${runtime}, which Node's options do not reach`, fix);
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
