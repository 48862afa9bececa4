import { report, type ErrorListener } from "../diagnostics/diagnostics.ts";
import { isDisabledByEnvironment } from "../options.ts";
import { braintrustSink, processWide } from "../process-wide.ts";
import {
  braintrustState,
  type BraintrustModule,
  type BraintrustState,
} from "../sink/braintrust-state.ts";
import { findBraintrust, owns } from "../sink/find-braintrust.ts";
import type { Destination } from "../sink/pending-sink.ts";
import type { Sink } from "../sink/sink.ts";
import { braintrustEnvironment, hasBraintrustKey } from "./braintrust-environment.ts";
import { loadBraintrust, type ModuleFormat } from "./load-braintrust.ts";

/** How the app loads its modules, as far as it is known. */
export interface AppModules {
  readonly format: ModuleFormat;
  /** Files and folders from which the app's packages may be seen, the likeliest first. */
  readonly from: readonly string[];
}

/**
 * A Braintrust logger by the environment, for apps that have none of their own. It is made at the
 * first call that finds no logger. Braintrust's SDK is loaded when the client has been, and not at
 * the start of the process: many processes never call Replicate.
 */
export class EnvironmentLogger implements Destination {
  readonly #onError: ErrorListener;
  #app: AppModules;
  #loading: Promise<void> | undefined;
  #pending = false;
  #module: BraintrustModule | undefined;
  #missedKey = false;
  /** Whether all that can be done has been done. */
  #over = false;

  constructor(app: AppModules, onError: ErrorListener) {
    this.#app = app;
    this.#onError = onError;
  }

  get sink(): Sink {
    const state = braintrustState();
    // The app may have loaded another copy meanwhile, and its copy counts.
    const isOurs = state !== undefined && owns(this.#module, state);
    return braintrustSink(isOurs ? this.#module : undefined);
  }

  get pending(): boolean {
    return this.#pending;
  }

  /** The app has loaded the client: it may call Replicate soon. */
  clientLoaded(app: AppModules): void {
    this.#app = app;
    if (this.#loading !== undefined || this.#over) return;
    // What the app itself loads beside the client comes first.
    setImmediate(() => {
      if (braintrustState() !== undefined || isDisabledByEnvironment()) return;
      if (hasBraintrustKey()) this.#load();
    });
  }

  expected(): boolean {
    if (this.#over || isDisabledByEnvironment()) return false;
    if (this.#pending || hasBraintrustKey()) return true;
    // Who records elsewhere, such as in OpenTelemetry, misses nothing.
    if (this.#missedKey || processWide().shared.size > 0) return false;
    this.#missedKey = true;
    report(
      this.#onError,
      "calls to Replicate are not recorded: there is no Braintrust logger, and BRAINTRUST_API_KEY is not set; set it, or call `initLogger` of `braintrust`",
    );
    return false;
  }

  prepare(): void {
    if (this.#over || this.#pending) return;
    const state = braintrustState();
    if (state === undefined) this.#load();
    else this.#init(state);
  }

  settled(): Promise<void> {
    return this.#loading ?? Promise.resolve();
  }

  #load(): void {
    if (this.#loading !== undefined) return;
    this.#pending = true;
    const { format, from } = this.#app;
    this.#loading = loadBraintrust(format, from).then(
      (module) => this.#loaded(module as BraintrustModule),
      (error: unknown) => this.#failed(error),
    );
  }

  #loaded(module: BraintrustModule): void {
    this.#module = module;
    this.#pending = false;
    if (braintrustState() !== undefined) return;
    this.#over = true;
    report(
      this.#onError,
      "calls to Replicate are not recorded: this version of `braintrust` is not supported; npm install braintrust@3",
    );
  }

  #failed(error: unknown): void {
    this.#pending = false;
    this.#over = true;
    report(
      this.#onError,
      "calls to Replicate are not recorded: Braintrust's SDK could not be loaded; npm install braintrust",
      error,
    );
  }

  #init(state: BraintrustState): void {
    this.#over = true;
    const module = owns(this.#module, state) ? this.#module : findBraintrust(state);
    if (module === undefined) {
      report(
        this.#onError,
        "calls to Replicate are not recorded: there is no Braintrust logger, and the app's `braintrust` was not found to make one; call its `initLogger`",
      );
      return;
    }
    try {
      initLogger(module);
    } catch (error) {
      report(this.#onError, "a Braintrust logger could not be made", error);
    }
  }
}

interface LoggerMaker {
  initLogger(options: Record<string, unknown>): unknown;
}

function initLogger(module: BraintrustModule): void {
  const given = Object.entries(braintrustEnvironment()).filter(([, value]) => value !== undefined);
  (module as BraintrustModule & LoggerMaker).initLogger(Object.fromEntries(given));
}
