import { defineConfig } from "vitest/config";

export default defineConfig({
  ssr: {
    resolve: {
      // Those of Node, and the sources: it does not know `module`, and cannot load what that names.
      conditions: ["braintrust-replicate:source", "node", "development|production"],
    },
  },
  resolve: { conditions: ["braintrust-replicate:source"] },
  test: {
    include: ["{packages/*/src,packages/*/test,packages/viewer/page/src,scripts}/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
