import { defineConfig } from "vitest/config";

export default defineConfig({
  ssr: {
    resolve: {
      conditions: ["braintrust-replicate:source", "module", "node", "development|production"],
    },
  },
  resolve: { conditions: ["braintrust-replicate:source"] },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
