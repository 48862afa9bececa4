// What npm would get, seen with the eyes of those who install it.
import { spawnSync } from "node:child_process";

const checks = [
  ["publint", "--strict", "packages/tracing"],
  ["publint", "--strict", "packages/viewer"],
  ["publint", "--strict", "packages/emulator"],
  ["publint", "--strict", "packages/gateway"],
  // Resolvers of Node 10 know no subpaths; the main entry works for them as well.
  ["attw", "--pack", "packages/tracing", "--entrypoints", "."],
  ["attw", "--pack", "packages/tracing", "--profile", "node16"],
  ["attw", "--pack", "packages/viewer", "--profile", "esm-only"],
  ["attw", "--pack", "packages/emulator", "--profile", "esm-only"],
  ["attw", "--pack", "packages/gateway", "--profile", "esm-only"],
  ["size-limit"],
];

let failed = 0;
for (const [command, ...args] of checks) {
  console.log(`\n${command} ${args.join(" ")}`);
  const { status } = spawnSync("npx", ["--no-install", command, ...args], { stdio: "inherit" });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
