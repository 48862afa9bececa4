// The plugins fit the bundlers' own types.
import { replicateTracing as forEsbuild } from "braintrust-replicate/esbuild";
import { replicateTracing as forRollup } from "braintrust-replicate/rollup";
import { replicateTracing as forVite } from "braintrust-replicate/vite";
import { replicateTracing as forWebpack } from "braintrust-replicate/webpack";
import { build } from "esbuild";
import type { Plugin as RolldownPlugin } from "rolldown";
import type { RollupOptions } from "rollup";
import { defineConfig } from "vite";
import type { Configuration } from "webpack";

export const esbuild = (): unknown => build({ plugins: [forEsbuild()] });
export const rollup: RollupOptions = { plugins: [forRollup()] };
export const rolldown: RolldownPlugin = forRollup();
export const vite = defineConfig({ plugins: [forVite()] });
export const webpack: Configuration = { plugins: [forWebpack()] };
