import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../../node_modules/.vite/systemtest-viewer",
  test: {
    include: ["*.test.ts"],
    // The first run makes a Python environment and installs the SDK.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
