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
    // What is waited for comes in its own time, on a busy machine too.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // They start servers and compilers of their own.
    fileParallelism: false,
  },
});
