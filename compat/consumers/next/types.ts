// What is added to a configuration leaves its type as it was.
import { withReplicateTracing } from "braintrust-replicate/next";
import type { NextConfig } from "next";

const own: NextConfig = { reactStrictMode: true };

export const plain: NextConfig = withReplicateTracing(own);
export const later: Promise<NextConfig> = withReplicateTracing(Promise.resolve(own));
export const asked: (phase: string) => NextConfig = withReplicateTracing((_: string) => own);
export const none: NextConfig = withReplicateTracing();
