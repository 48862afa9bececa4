import { replicateTracing } from "braintrust-replicate/vite";
import { defineConfig } from "vite";

export default defineConfig({
  mode: process.env.MODE,
  logLevel: "error",
  plugins: [replicateTracing()],
  ssr: {
    external: process.env.EXTERNAL?.split(",") ?? [],
    noExternal: process.env.NO_EXTERNAL?.split(",") ?? [],
  },
  build: {
    ssr: process.env.ENTRY,
    outDir: process.env.OUT,
    minify: process.env.MODE === "production",
    sourcemap: true,
    rolldownOptions: { output: { entryFileNames: "app.mjs" } },
  },
});
