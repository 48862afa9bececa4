import { defineConfig } from "vitest/config";

export default defineConfig({
  ssr: {
    resolve: {
      conditions: ["braintrust-replicate:source", "module", "node", "development|production"],
    },
  },
  resolve: { conditions: ["braintrust-replicate:source"] },
  test: {
    include: ["systemtests/gateway/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // They start servers and compilers of their own.
    fileParallelism: false,
  },
});
