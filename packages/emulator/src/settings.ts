import { systemClock, type Clock } from "./clock.ts";
import type { BlockingFlavour, EmulatorModel } from "./model/emulator-model.ts";

/**
 * The shape of answers. `"2025"`: predictions carry `output`, `data_removed` and `urls.web` from
 * the start. `"2024"`: as in the recordings of 2023 and 2024, where a fresh prediction has none of
 * the three and a finished one repeats `webhook_completed`; unknown keys of a body are ignored.
 */
export type Era = "2024" | "2025";

/** What {@link createEmulator} can be told; everything has a default. */
export interface EmulatorOptions {
  /** The models to start with; more can follow with `addModel`. */
  readonly models?: readonly EmulatorModel[];
  /** The only token that is accepted; by default any that is not empty. */
  readonly token?: string;
  /** The base URL that `emulator.fetch` answers for; `https://api.replicate.com/v1` by default. */
  readonly baseUrl?: string;
  /** Deployments and the models they run: `{ "acme/fast": "acme/text" }`. */
  readonly deployments?: Readonly<Record<string, string>>;
  /** How a blocking request is answered when its model finished in time; `processing` by default. */
  readonly blockingFlavour?: BlockingFlavour;
  /** The status when a blocking request's time ran out while the model ran; `starting` by default. */
  readonly blockingTimeout?: "starting" | "processing";
  /** Caps how long blocking requests are held, in milliseconds; by default as the request says. */
  readonly maxBlockingMs?: number;
  /** The shape of answers; `"2025"` by default. */
  readonly era?: Era;
  /** Milliseconds added before every answer; 0 by default. */
  readonly latencyMs?: number;
  /** Milliseconds that a stream stays open after its last event; 0 by default, some 30,000 on Replicate. */
  readonly streamLingerMs?: number;
  /** Where time comes from; the machine's clock by default. */
  readonly clock?: Clock;
}

/** {@link EmulatorOptions} with the defaults filled in. */
export interface Settings {
  readonly token: string | undefined;
  readonly baseUrl: string;
  readonly deployments: Readonly<Record<string, string>>;
  readonly blockingFlavour: BlockingFlavour;
  readonly blockingTimeout: "starting" | "processing";
  readonly maxBlockingMs: number;
  readonly era: Era;
  readonly latencyMs: number;
  readonly streamLingerMs: number;
  readonly clock: Clock;
}

/** Fills in the defaults. */
export function settingsFrom(options: EmulatorOptions): Settings {
  return {
    token: options.token,
    baseUrl: (options.baseUrl ?? "https://api.replicate.com/v1").replace(/\/+$/, ""),
    deployments: options.deployments ?? {},
    blockingFlavour: options.blockingFlavour ?? "processing",
    blockingTimeout: options.blockingTimeout ?? "starting",
    maxBlockingMs: options.maxBlockingMs ?? Infinity,
    era: options.era ?? "2025",
    latencyMs: options.latencyMs ?? 0,
    streamLingerMs: options.streamLingerMs ?? 0,
    clock: options.clock ?? systemClock,
  };
}
