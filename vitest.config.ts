import { defineConfig } from "vitest/config";

export default defineConfig({
  ssr: {
    resolve: {
      conditions: ["braintrust-replicate:source", "module", "node", "development|production"],
    },
  },
  resolve: { conditions: ["braintrust-replicate:source"] },
  test: {
    include: ["{packages/*/src,packages/*/test,packages/viewer/page/src,scripts}/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
