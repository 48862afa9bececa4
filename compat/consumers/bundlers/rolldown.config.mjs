import { replicateTracing } from "braintrust-replicate/rollup";

export default {
  input: process.env.ENTRY,
  platform: "node",
  output: {
    dir: process.env.OUT,
    entryFileNames: "app.mjs",
    minify: process.env.MODE === "production",
    sourcemap: true,
  },
  external: process.env.EXTERNAL?.split(",") ?? [],
  plugins: [replicateTracing()],
};
