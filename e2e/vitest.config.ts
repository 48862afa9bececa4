import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../node_modules/.vite/e2e",
  test: {
    include: ["*/scenario.test.ts"],
    // What is waited for comes in its own time, on a busy machine too.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    // Each scenario starts processes of its own; more at once only make each of them slower.
    maxWorkers: 2,
  },
});
