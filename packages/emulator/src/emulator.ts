import { EmulatorState } from "./emulator-state.ts";
import type { Fault } from "./fault/fault.ts";
import { FaultPlan } from "./fault/fault-plan.ts";
import type { EmulatorModel } from "./model/emulator-model.ts";
import type { Service } from "./mount/answer-request.ts";
import { inProcessFetch } from "./mount/in-process-fetch.ts";
import { inProcessMount } from "./mount/mount.ts";
import { listen, type Listening, type ListenOptions } from "./mount/listen.ts";
import type { Prediction } from "./prediction/prediction.ts";
import { currentObject, type PredictionObject } from "./prediction/prediction-object.ts";
import { RequestLog, type RecordedRequest } from "./request-log.ts";
import { api } from "./routes/api.ts";
import { settingsFrom, type EmulatorOptions } from "./settings.ts";

/** The predictions and trainings that an emulator has run. */
export interface EmulatedPredictions {
  /** What `GET /predictions/{id}` answers now, or undefined for an unknown id. */
  get(id: string): PredictionObject | undefined;
  /** All of them, oldest first, trainings included. */
  list(): readonly PredictionObject[];
}

/** Replicate's HTTP API, in process and on loopback. */
export interface Emulator {
  /**
   * Answers in process for the API, for its streams and for `https://replicate.delivery`. Give it
   * to a client as its `fetch`; it needs no `this`. Rejects as the real one does: with the
   * signal's reason, or with a `TypeError` for any other host.
   */
  readonly fetch: typeof globalThis.fetch;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** What has been run. */
  readonly predictions: EmulatedPredictions;
  /** Listens on a port, several times if called several times. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** Adds a model, or replaces the one of its name. Throws a `TypeError` for an invalid one. */
  addModel(model: EmulatorModel): void;
  /** Makes something go wrong; the returned function takes it back. */
  fault(fault: Fault): () => void;
  /** Removes input, output and logs of a prediction, as Replicate does after about an hour. */
  removeData(id: string): void;
  /** Forgets requests, predictions, uploads, faults and added models, but not the options. */
  reset(): void;
}

/**
 * Makes an emulator. It opens no socket until it is told to listen, and holds nothing that would
 * keep a process alive.
 *
 * @throws TypeError for a model whose name or version has the wrong form.
 * @example
 * ```ts
 * const emulator = createEmulator({ models: [{ name: "acme/hi", official: true, script: { output: "Hi" } }] });
 * const replicate = new Replicate({ auth: "any", fetch: emulator.fetch });
 * await replicate.run("acme/hi", { input: {} }); // "Hi"
 * ```
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const state = new EmulatorState(settingsFrom(options), options.models ?? []);
  const faults = new FaultPlan();
  const log = new RequestLog();
  const service: Service = { state, faults, log, routes: api(state) };
  const written = (prediction: Prediction): PredictionObject =>
    currentObject(prediction, state.view(inProcessMount(state.settings.baseUrl)));
  return {
    fetch: inProcessFetch(service),
    requests: log.requests,
    predictions: {
      get(id) {
        const prediction = state.predictions.get(id);
        return prediction && written(prediction);
      },
      list: () => [...state.predictions.values()].map(written),
    },
    listen: (where) => listen(service, where),
    addModel: (model) => state.addModel(model),
    fault: (fault) => faults.add(fault),
    removeData: (id) => state.predictions.get(id)?.removeData(),
    reset() {
      state.reset(options.models ?? []);
      faults.clear();
      log.clear();
    },
  };
}
