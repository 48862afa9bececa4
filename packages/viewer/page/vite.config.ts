import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/**
 * Builds the page into the package's `dist`. Everything is a file of its own under `/assets`,
 * because the page's content security policy admits nothing inline.
 */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: fileURLToPath(new URL("../dist/page", import.meta.url)),
    emptyOutDir: true,
    // The newest of what is baseline: light-dark(), nesting, color-mix().
    target: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The licences of what is bundled travel with it.
    license: { fileName: "licenses.md" },
  },
});
