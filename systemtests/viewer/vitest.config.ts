import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../../node_modules/.vite/systemtest-viewer",
  test: {
    include: ["*.test.ts"],
    // The first run makes a Python environment and installs the SDK.
    // What is waited for comes in its own time, on a busy machine too.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
