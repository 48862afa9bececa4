// The loader for webpack and Turbopack, which are given a file whose export is the function.
const { traceModule } = require("./dist/cjs/bundler/trace-module.js");

/**
 * Nothing moves in the text, so that the map of loaders before this one holds.
 *
 * @this {{ resourcePath: string, callback: (error: null, code: string, map: unknown) => void }}
 */
module.exports = function load(code, map) {
  this.callback(null, traceModule(String(code), this.resourcePath), map);
};
