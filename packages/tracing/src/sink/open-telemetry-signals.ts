import {
  createNoopMeter,
  metrics,
  ProxyTracerProvider,
  trace,
  type Attributes,
  type Context,
  type Histogram,
  type Meter,
  type MeterProvider,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";
import { BOUNDARIES, METRICS, SCHEMA_URL, type MetricName } from "./genai-conventions.ts";
import { globalLoggerProvider, type EmittedRecord, type LogEmitter } from "./log-emitter.ts";
import type { OpenTelemetrySettings } from "./open-telemetry-options.ts";

/** The instrumentation's name, as spans and metrics say where they come from. */
export const SCOPE = "braintrust-replicate";

/** What a provider of nobody makes. */
const NOBODY = new ProxyTracerProvider().getDelegate();

type Providers = Pick<OpenTelemetrySettings, "tracerProvider" | "meterProvider" | "loggerProvider">;

/**
 * The tracer, the instruments and the logger of the providers that there are now: an app may
 * register its own after it has made our sink, or register others.
 */
export class OpenTelemetrySignals {
  readonly #providers: () => Providers;
  #tracer: { readonly of: TracerProvider; readonly tracer: Tracer } | undefined;
  #meter: { readonly of: MeterProvider; readonly histograms: Map<string, Histogram> } | undefined;
  #logger: { readonly of: object; readonly logger: LogEmitter } | undefined;

  constructor(providers: () => Providers) {
    this.#providers = providers;
  }

  /** Whether anybody takes spans or metrics. */
  get wanted(): boolean {
    const { tracerProvider, meterProvider } = this.#providers();
    if (tracerProvider !== undefined || meterProvider !== undefined) return true;
    const registered: unknown = trace.getTracerProvider();
    if (!(registered instanceof ProxyTracerProvider) || registered.getDelegate() !== NOBODY) {
      return true;
    }
    return metrics.getMeterProvider().getMeter(SCOPE) !== createNoopMeter();
  }

  /** Makes spans. */
  get tracer(): Tracer {
    const provider = this.#providers().tracerProvider ?? trace.getTracerProvider();
    if (this.#tracer?.of !== provider) {
      const tracer = provider.getTracer(SCOPE, undefined, { schemaUrl: SCHEMA_URL });
      this.#tracer = { of: provider, tracer };
    }
    return this.#tracer.tracer;
  }

  /** Records a measurement, with the context that says which span it belongs to. */
  measure(name: MetricName, value: number, about: { attributes: Attributes; in: Context }): void {
    const provider = this.#providers().meterProvider ?? metrics.getMeterProvider();
    if (this.#meter?.of !== provider) this.#meter = { of: provider, histograms: new Map() };
    const { histograms } = this.#meter;
    const histogram = histograms.get(name) ?? makeHistogram(meterOf(provider), name);
    histograms.set(name, histogram);
    histogram.record(value, about.attributes, about.in);
  }

  /**
   * Hands out an event.
   *
   * @returns whether anybody takes events.
   */
  emit(record: EmittedRecord): boolean {
    const provider = this.#providers().loggerProvider ?? globalLoggerProvider();
    if (provider === undefined) return false;
    if (this.#logger?.of !== provider) {
      const logger = provider.getLogger(SCOPE, undefined, { schemaUrl: SCHEMA_URL });
      this.#logger = { of: provider, logger };
    }
    const { logger } = this.#logger;
    // Registering an instrumentation hands it a logger in any case, one of nobody if need be.
    if (logger.enabled?.(record) === false) return false;
    logger.emit(record);
    return true;
  }
}

function meterOf(provider: MeterProvider): Meter {
  return provider.getMeter(SCOPE, undefined, { schemaUrl: SCHEMA_URL });
}

function makeHistogram(meter: Meter, name: MetricName): Histogram {
  const { unit, description, boundaries } = METRICS[name];
  return meter.createHistogram(name, {
    unit,
    description,
    advice: { explicitBucketBoundaries: [...BOUNDARIES[boundaries]] },
  });
}
