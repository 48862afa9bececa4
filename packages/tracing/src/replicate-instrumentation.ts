import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import { createOpenTelemetrySink } from "./create-open-telemetry-sink.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { isReplicateClass, type ReplicateClass } from "./hook/client-class.ts";
import { exportsOf, watchModules, type LoadedModule } from "./hook/watch-modules.ts";
import { resolveOptions, type ReplicateTracingOptions } from "./options.ts";
import { processWide, sinksOf } from "./process-wide.ts";
import { shareSink } from "./share-sink.ts";
import type { LoggerProviderLike } from "./sink/log-emitter.ts";
import type { OpenTelemetryOptions } from "./sink/open-telemetry-options.ts";
import type { OpenTelemetrySink } from "./sink/open-telemetry-sink.ts";
import { observerOfClass, tapClass, untapClass } from "./tap/tap-class.ts";
import { Tracer } from "./tracer.ts";
import { VERSION } from "./version.ts";

type Providers = Pick<OpenTelemetryOptions, "tracerProvider" | "meterProvider" | "loggerProvider">;

type RecordingOptions = Pick<
  ReplicateTracingOptions,
  | "captureInput"
  | "captureOutput"
  | "captureMedia"
  | "redact"
  | "limits"
  | "joinByPredictionId"
  | "onError"
>;

/**
 * What {@link ReplicateInstrumentation} is made with: what `openTelemetrySink` takes, and how much
 * is recorded of clients that nobody else traces.
 */
export interface ReplicateInstrumentationConfig
  extends OpenTelemetryOptions, Omit<RecordingOptions, "onError"> {
  /** Begin at once. Default true; when false, with `enable` or `registerInstrumentations`. */
  readonly enabled?: boolean;
}

/** A span processor, as far as it does something. */
export interface InstrumentationSpanProcessor {
  onStart(): void;
  onEnd(): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** The names of what is not the sink's. */
const RECORDING: ReadonlySet<string> = new Set<keyof RecordingOptions>([
  "captureInput",
  "captureOutput",
  "captureMedia",
  "redact",
  "limits",
  "joinByPredictionId",
  "onError",
]);

/**
 * Traces every client of every copy of the package `replicate` with OpenTelemetry. For
 * `registerInstrumentations` and `NodeSDK`; clients inside of bundles are handed to
 * {@link ReplicateInstrumentation.manuallyInstrument}.
 *
 * Executions that something else of this library traces as well, with Braintrust or a traced
 * `fetch`, are told to both.
 *
 * @example
 * ```ts
 * new NodeSDK({ instrumentations: [new ReplicateInstrumentation()] }).start();
 * ```
 */
export class ReplicateInstrumentation {
  readonly instrumentationName: string = "braintrust-replicate";
  readonly instrumentationVersion: string = VERSION;
  readonly #sink: OpenTelemetrySink;
  readonly #classes = new Set<ReplicateClass>();
  #config: ReplicateInstrumentationConfig;
  #providers: Providers = {};
  #tracer: Tracer;
  #enabled = false;
  #watches = false;
  #unshare: (() => void) | undefined;

  /** @throws {TypeError} when the configuration is wrong. Later nothing is thrown. */
  constructor(config: ReplicateInstrumentationConfig = {}) {
    this.#config = { enabled: true, ...config };
    const { recording, sinks } = partsOf(this.#config);
    this.#sink = createOpenTelemetrySink(sinks);
    this.#tracer = new StandIn(recording);
    if (this.#config.enabled === true) this.enable();
  }

  /** Begins to trace, also clients that exist already. Doing it again is harmless. */
  enable(): void {
    if (this.#enabled) return;
    this.#enabled = true;
    this.#unshare = shareSink(this.#sink);
    this.#safely(() => {
      for (const found of this.#classes) this.#tap(found);
      this.#watch();
    });
  }

  /** Stops tracing and ends the spans of all that is open, with what is known of it. */
  disable(): void {
    if (!this.#enabled) return;
    this.#enabled = false;
    this.#safely(() => this.#sink.shutdown());
    this.#unshare?.();
    this.#safely(() => {
      for (const found of this.#classes) {
        if (observerOfClass(found) === this.#tracer) untapClass(found);
      }
    });
  }

  /** Traces a class that cannot be seen to be loaded, because it is in a bundle. */
  manuallyInstrument(target: unknown): void {
    this.#safely(() => {
      if (!isReplicateClass(target)) {
        throw new TypeError("manuallyInstrument takes the class `Replicate`");
      }
      this.#found(target);
    });
  }

  /** Makes the spans from now on. */
  setTracerProvider(tracerProvider: TracerProvider): void {
    this.#provide({ tracerProvider });
  }

  /** Makes the metrics from now on. */
  setMeterProvider(meterProvider: MeterProvider): void {
    this.#provide({ meterProvider });
  }

  /** Takes the events from now on. */
  setLoggerProvider(loggerProvider: LoggerProviderLike): void {
    this.#provide({ loggerProvider });
  }

  /**
   * Changes the configuration of what starts from now on.
   *
   * @throws {TypeError} when it is wrong; then nothing has changed.
   */
  setConfig(config: ReplicateInstrumentationConfig = {}): void {
    const { recording, sinks } = partsOf(config);
    const tracer = new StandIn(recording);
    this.#sink.configure({ ...this.#providers, ...sinks });
    this.#config = { enabled: true, ...config };
    const before = this.#tracer;
    this.#tracer = tracer;
    for (const found of this.#classes) if (observerOfClass(found) === before) this.#tap(found);
  }

  /** The configuration in force. */
  getConfig(): ReplicateInstrumentationConfig {
    return this.#config;
  }

  /**
   * A span processor that ends what is open when the SDK shuts down. To be put before those that
   * export.
   */
  spanProcessor(): InstrumentationSpanProcessor {
    return {
      onStart: () => {},
      onEnd: () => {},
      forceFlush: () => Promise.resolve(),
      shutdown: async () => this.#safely(() => this.#sink.shutdown()),
    };
  }

  #provide(providers: Providers): void {
    this.#providers = { ...this.#providers, ...providers };
    this.#safely(() => {
      this.#sink.configure({ ...this.#providers, ...partsOf(this.#config).sinks });
    });
  }

  #watch(): void {
    if (this.#watches) return;
    this.#watches = true;
    watchModules((module: LoadedModule) => {
      this.#safely(() => {
        const found = exportsOf(module);
        if (isReplicateClass(found)) this.#found(found);
      });
    });
  }

  #found(target: ReplicateClass): void {
    this.#classes.add(target);
    if (this.#enabled) this.#tap(target);
  }

  /** Whoever else traces the class tells our sink as well. */
  #tap(target: ReplicateClass): void {
    const observer = observerOfClass(target);
    if (observer !== undefined && observer.standsIn !== true) return;
    tapClass(target, { observer: this.#tracer, onClient: () => {} });
  }

  #safely(work: () => void): void {
    runSafely(resolveOptions(partsOf(this.#config).recording).onError, work);
  }
}

/** Traces for the shared sinks alone, until somebody traces a class for a sink of its own. */
class StandIn extends Tracer {
  readonly standsIn = true;

  constructor(recording: RecordingOptions) {
    const options = resolveOptions(recording);
    super({ options, sinks: sinksOf({ sinks: [] }), store: processWide().executions });
  }
}

function partsOf(config: ReplicateInstrumentationConfig): {
  readonly recording: RecordingOptions;
  readonly sinks: OpenTelemetryOptions;
} {
  const entries = Object.entries(config).filter(([, value]) => value !== undefined);
  const isSinks = (name: string): boolean =>
    name === "onError" || (name !== "enabled" && !RECORDING.has(name));
  return {
    recording: Object.fromEntries(entries.filter(([name]) => RECORDING.has(name))),
    sinks: Object.fromEntries(entries.filter(([name]) => isSinks(name))),
  };
}
