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
    // What is waited for comes in its own time, on a busy machine too.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
  },
});
