import { resolve } from "node:path";
import { replicateTracing } from "braintrust-replicate/webpack";
import webpack from "webpack";

const compiler = webpack({
  mode: process.env.MODE,
  entry: resolve(process.env.ENTRY),
  target: "node20",
  devtool: "source-map",
  output: { path: resolve(process.env.OUT), filename: "app.cjs" },
  externals: process.env.EXTERNAL?.split(",") ?? ["braintrust"],
  externalsType: "commonjs",
  plugins: [replicateTracing()],
});
compiler.run((error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString("errors-only"));
});
