import commonjs from "@rollup/plugin-commonjs";
import json from "@rollup/plugin-json";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { replicateTracing } from "braintrust-replicate/rollup";

export default {
  input: process.env.ENTRY,
  output: { dir: process.env.OUT, entryFileNames: "app.mjs", sourcemap: true },
  external: process.env.EXTERNAL?.split(",") ?? ["braintrust"],
  plugins: [replicateTracing(), nodeResolve(), commonjs(), json()],
};
