import { readFileSync } from "node:fs";
import { file, publicModel, type EmulatorModel, type PublicModelRecord } from "replicate-emulator";

/** How a model behaves in the demo: the example runs took up to a minute, this takes a second. */
interface Pace {
  readonly name: string;
  /** Official models run by their name alone, all others by a version. */
  readonly official?: true;
  readonly queueMs?: number;
  readonly chunkMs?: number;
  readonly runMs?: number;
  /** Its output is pictures. */
  readonly paints?: true;
}

/** How the models are to behave. */
export interface PublicModelsOptions {
  /** Pictures come from the emulator itself: those of the examples are on Replicate's servers. */
  readonly paintsItself: boolean;
}

const PACES: readonly Pace[] = [
  { name: "meta/meta-llama-3-70b-instruct", official: true, queueMs: 150, chunkMs: 7 },
  { name: "meta/meta-llama-3-8b-instruct", official: true, queueMs: 100, chunkMs: 3 },
  {
    name: "black-forest-labs/flux-schnell",
    official: true,
    queueMs: 120,
    runMs: 500,
    paints: true,
  },
  { name: "openai/whisper", queueMs: 500, runMs: 900 },
  { name: "meta/musicgen", queueMs: 100, runMs: 60_000 },
  { name: "nightmareai/real-esrgan", queueMs: 80, runMs: 250 },
];

/**
 * The models that the app calls: real public ones, each answering with the example run that its
 * page on Replicate shows.
 */
export function publicModels({ paintsItself }: PublicModelsOptions): EmulatorModel[] {
  const found = new Map<string, PublicModelRecord>();
  for (const record of readRecords()) {
    const name = `${record.owner}/${record.name}`;
    if (PACES.some((pace) => pace.name === name)) found.set(name, record);
  }
  return PACES.map((pace) => {
    const record = found.get(pace.name);
    if (record === undefined) throw new Error(`There is no public model ${pace.name}`);
    const model = paced(record, pace);
    return paintsItself && pace.paints === true ? painting(model, pace) : model;
  });
}

/** Not by importing the package's own module, which keeps all 63 MB in memory. */
function readRecords(): readonly PublicModelRecord[] {
  const index = import.meta.resolve("all-the-public-replicate-models");
  const text = readFileSync(new URL("models.json", index), "utf8");
  return JSON.parse(text) as readonly PublicModelRecord[];
}

function paced(record: PublicModelRecord, pace: Pace): EmulatorModel {
  const { queueMs = 0, runMs = 0, chunkMs = 0, official } = pace;
  const model = publicModel(record, { chunkMs });
  const example = typeof model.script === "function" ? model.script({}) : model.script;
  const timed = { ...example, queueMs, endMs: runMs };
  return {
    ...model,
    ...(official === undefined ? {} : { official }),
    script: ({ image }) =>
      typeof image === "string" && image.endsWith(".txt")
        ? { queueMs, endMs: runMs, error: `cannot identify image file '${baseName(image)}'` }
        : timed,
  };
}

/** The same model with a picture that the emulator serves. */
function painting(model: EmulatorModel, { queueMs = 0, runMs = 0 }: Pace): EmulatorModel {
  return { ...model, script: { queueMs, endMs: runMs, output: [file("png", 7)] } };
}

function baseName(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
