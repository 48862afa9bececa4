import { defineConfig } from "vitest/config";

/** What users get: packages by npx, and the image, built by buildah: `npm run systemtest:published`. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../../node_modules/.vite/systemtests-published",
  test: {
    include: ["*.test.ts"],
    // A small Debian is made for it.
    hookTimeout: 900_000,
    // What is waited for comes in its own time, on a busy machine too.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 120_000,
    maxWorkers: 1,
  },
});
