import { defineConfig } from "vitest/config";

/** The gateway's image, built and run by buildah: `npm run systemtest:image`. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: "../../node_modules/.vite/systemtests-image",
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
