import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../node_modules/.vite/examples",
  test: {
    include: ["test/*.test.ts"],
    testTimeout: 60_000,
    // Each test starts processes of its own; more at once only make each of them slower.
    maxWorkers: 2,
  },
});
