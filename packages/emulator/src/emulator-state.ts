import { deliveryToken } from "./identifier.ts";
import type { DeliveredFile } from "./files/delivered-file.ts";
import type { StoredFile } from "./files/stored-file.ts";
import { assertEmulatorModel, type EmulatorModel } from "./model/emulator-model.ts";
import type { Mount } from "./mount/mount.ts";
import { Prediction, type PredictionRequest } from "./prediction/prediction.ts";
import type { View } from "./prediction/prediction-object.ts";
import type { Settings } from "./settings.ts";

/** Everything the emulator remembers, shared by the routes. */
export class EmulatorState {
  readonly settings: Settings;
  readonly models: Map<string, EmulatorModel> = new Map();
  /** Predictions and trainings by id, oldest first. */
  readonly predictions: Map<string, Prediction> = new Map();
  /** Uploaded files by id, oldest first. */
  readonly files: Map<string, StoredFile> = new Map();
  /** Output files by the token of their URL. */
  readonly delivered: Map<string, DeliveredFile> = new Map();

  constructor(settings: Settings, models: readonly EmulatorModel[]) {
    this.settings = settings;
    for (const model of models) this.addModel(model);
  }

  /** Forgets everything but the settings, and starts with these models again. */
  reset(models: readonly EmulatorModel[]): void {
    for (const memory of [this.models, this.predictions, this.files, this.delivered])
      memory.clear();
    for (const model of models) this.addModel(model);
  }

  /** Adds a model, or replaces the one of its name. */
  addModel(model: EmulatorModel): void {
    assertEmulatorModel(model);
    this.models.set(model.name, model);
  }

  /** Creates and remembers a prediction or training. */
  start(request: PredictionRequest): Prediction {
    const prediction = new Prediction(request, this.settings.clock);
    this.predictions.set(prediction.id, prediction);
    return prediction;
  }

  /** The prediction whose stream has this token. */
  streamed(token: string): Prediction | undefined {
    return [...this.predictions.values()].find(({ streamToken }) => streamToken === token);
  }

  /** How predictions are written down for requests that came in at `mount`. */
  view(mount: Mount): View {
    return {
      mount,
      era: this.settings.era,
      fileUrl: (prediction, file) => {
        const token = deliveryToken(prediction.id, file.format, file.seed);
        this.delivered.set(token, file);
        return `${mount.deliveryBase}/xezq/${token}/out-0.${file.format}`;
      },
    };
  }
}
