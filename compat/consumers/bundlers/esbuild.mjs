import { replicateTracing } from "braintrust-replicate/esbuild";
import { build } from "esbuild";

await build({
  entryPoints: [process.env.ENTRY],
  outfile: `${process.env.OUT}/app.cjs`,
  bundle: true,
  platform: "node",
  format: "cjs",
  minify: process.env.MODE === "production",
  sourcemap: true,
  external: process.env.EXTERNAL?.split(",") ?? [],
  plugins: [replicateTracing()],
  logLevel: "error",
});
