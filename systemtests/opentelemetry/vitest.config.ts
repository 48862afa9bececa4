import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../../node_modules/.vite/systemtests-opentelemetry",
  test: {
    include: ["*.test.ts"],
    // The first run makes a virtual environment and fills it.
    hookTimeout: 300_000,
    // What is waited for comes in its own time, on a busy machine too.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    maxWorkers: 1,
  },
});
