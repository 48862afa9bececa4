import { note, type Finding } from "./finding.ts";
import type { InstalledPackage } from "./find-packages.ts";

/** Packages that trace `replicate` as well, or change it. */
const OTHERS: Readonly<Record<string, string>> = {
  openlit:
    "OpenLIT's SDK patches `run` as well: a second span, and its own failures reach the caller",
  "@traceloop/instrumentation-replicate": "OpenLLMetry traces the client as well: a second span",
};

/** What makes two spans of one execution, or does not although it looks like it. */
export function checkDoubles(packages: readonly InstalledPackage[]): readonly Finding[] {
  const others = packages.flatMap(({ manifest: { name = "" } }) => {
    const what = OTHERS[name];
    return what === undefined
      ? []
      : [note("double", what, `turn off its part for Replicate, or leave out \`${name}\``)];
  });
  const own = packages.filter(({ manifest }) => manifest.name === "braintrust-replicate");
  const versions = [...new Set(own.map(({ manifest }) => manifest.version ?? ""))];
  if (versions.length < 2) return others;
  return [
    ...others,
    note(
      "double",
      `there are ${versions.length} versions of braintrust-replicate (${versions.join(", ")}); the first that is loaded traces`,
      "npm dedupe",
    ),
  ];
}
