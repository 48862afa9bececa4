import type { EmulatorOptions } from "replicate-emulator";

/** A version of the client, installed under a name of its own. */
export interface ReplicateVersion {
  readonly version: string;
  readonly package: string;
  /** Options of its constructor. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The time of Replicate's API that it goes with. */
  readonly era: NonNullable<EmulatorOptions["era"]>;
}

/**
 * The versions that everything is tried with: the first and the last of the supported range, and
 * around each change of what the library sees.
 */
export const REPLICATE_VERSIONS: readonly ReplicateVersion[] = [
  "0.25.2",
  "0.27.1",
  "0.28.1",
  "0.29.4",
  "0.30.2",
  "0.33.0",
  "0.34.1",
  "1.0.1",
  "1.1.0",
  "1.4.0",
].map(installed);

/** The last version of every minor of the supported range. */
export const EVERY_MINOR: readonly ReplicateVersion[] = [
  ...REPLICATE_VERSIONS,
  ...["0.26.0", "0.31.1", "0.32.1", "1.2.0", "1.3.1"].map(installed),
].toSorted((a, b) => order(a.version) - order(b.version));

function installed(version: string): ReplicateVersion {
  return {
    version,
    package: `replicate-${version.replaceAll(".", "-")}`,
    // Until 1.0 files of outputs are an option.
    settings: isWithin(version, { from: "0.33.0", below: "1.0.0" }) ? { useFileOutput: true } : {},
    // Until 0.29.4 the caller's signal is sent along, as a key that Replicate came to refuse.
    era: isWithin(version, { below: "0.29.4" }) ? "2024" : "2025",
  };
}

/** Some versions. */
export interface VersionRange {
  readonly from?: string;
  readonly below?: string;
}

/** Whether a version is in a range. */
export function isWithin(version: string, { from, below }: VersionRange): boolean {
  const after = from === undefined || order(version) >= order(from);
  return after && (below === undefined || order(version) < order(below));
}

function order(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return (major * 1_000 + minor) * 1_000 + patch;
}
