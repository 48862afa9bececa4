export { createEmulator, type EmulatedPredictions, type Emulator } from "./emulator.ts";
export type { EmulatorOptions, Era } from "./settings.ts";
export type { BlockingFlavour, EmulatorModel, ScriptSource } from "./model/emulator-model.ts";
export type { EmulatorScript, EmulatorStep, TerminalStatus } from "./model/emulator-script.ts";
export type { Fault, FaultEffect, FaultMatch } from "./fault/fault.ts";
export type { Listening, ListenOptions } from "./mount/listen.ts";
export type { RecordedRequest } from "./request-log.ts";
export type { PredictionObject } from "./prediction/prediction-object.ts";
export type { Clock } from "./clock.ts";
export { dataUri, file, type DeliveredFile, type FileFormat } from "./files/delivered-file.ts";
export { pngFile } from "./files/png-file.ts";
export { wavFile, type WavOptions } from "./files/wav-file.ts";
export { mp4File } from "./files/mp4-file.ts";
export { demoModels } from "./model/demo-models.ts";
export {
  publicModel,
  type PublicExample,
  type PublicModelOptions,
  type PublicModelRecord,
} from "./model/public-model.ts";
export { readPublicModels } from "./model/read-public-models.ts";
