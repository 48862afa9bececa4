import { withReplicateTracing } from "braintrust-replicate/next";

const ways = {
  plugin: withReplicateTracing({ reactStrictMode: true }),
  instrumentation: { serverExternalPackages: ["replicate"] },
  none: {},
};

export default { ...ways[process.env.WAY], distDir: process.env.OUT };
