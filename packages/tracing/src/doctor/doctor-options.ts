import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Consultation } from "./diagnose.ts";

/** What the command line asks for. */
export type Request =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly message: string }
  | ({ readonly kind: "diagnose"; readonly json: boolean } & Consultation);

export const USAGE = `Usage: braintrust-replicate doctor [entry] [options]

Says which calls to Replicate would be traced, and why the others would not.

  entry               the file that the app starts with, or the folder that it was built into

Options:
  --import <module>   a module that the app is started with, such as a loader; may be repeated
  --json              for machines
  --timeout <seconds> how long Braintrust has for an answer; 5 unless said
  --version           the version of braintrust-replicate
  --help              this text

Exit code: 0 where nothing keeps spans away, 1 where something does, 2 for a wrong command.`;

/** Reads the arguments of the command. */
export function readArguments(args: readonly string[]): Request {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        import: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
        timeout: { type: "string", default: "5" },
        version: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    if (values.version) return { kind: "version" };
    const [command, entry, ...rest] = positionals;
    if (command !== "doctor") {
      return wrong(
        command === undefined
          ? "a command is missing; there is doctor"
          : `there is no command ${command}; there is doctor`,
      );
    }
    if (rest.length > 0) return wrong(`there is one entry; got ${rest.length + 1}`);
    const seconds = Number(values.timeout);
    if (!(seconds > 0 && seconds <= 600)) {
      return wrong(`--timeout must be a number of seconds up to 600; got ${values.timeout}`);
    }
    const path = entry === undefined ? undefined : resolve(entry);
    if (path !== undefined && statSync(path, { throwIfNoEntry: false }) === undefined) {
      return wrong(`there is no file or folder ${entry}`);
    }
    return {
      kind: "diagnose",
      json: values.json,
      entry: path,
      preload: values.import,
      timeoutMs: seconds * 1000,
    };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const [sentence = ""] = said.split(/[.\n]/, 1);
    return wrong(`${sentence}; there are --import, --json, --timeout, --version and --help`);
  }
}

function wrong(message: string): Request {
  return { kind: "wrong", message };
}
