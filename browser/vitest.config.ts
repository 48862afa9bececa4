import { defineConfig } from "vitest/config";

/** Tests of the page in a real browser: `npm run browser`. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../node_modules/.vite/browser",
  ssr: {
    resolve: {
      conditions: ["braintrust-replicate:source", "module", "node", "development|production"],
    },
  },
  resolve: { conditions: ["braintrust-replicate:source"] },
  test: {
    include: ["*.test.ts"],
    // What is waited for comes in its own time, on a busy machine too.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One browser at a time: they would only make each other slow.
    fileParallelism: false,
  },
});
