import {
  createEmulator,
  publicModel,
  type Emulator,
  type EmulatorScript,
} from "replicate-emulator";
import type { CollectedRow } from "braintrust-replicate-viewer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pathsHolding } from "../support/paths-holding.ts";
import { secretValue } from "../support/secret-value.ts";
import { testToken } from "../support/test-token.ts";
import { tracedClient } from "../support/traced-client.ts";
import { logInProcess, type InProcessLog } from "./support/log-in-process.ts";
import { publicModels, type PublicModel } from "./support/public-models.ts";

/** Inputs that hold credentials although no schema says so, with how many models have them. */
const UNDECLARED = {
  api_key: 4,
  aws_access_key_id: 1,
  aws_secret_access_key: 1,
  cookie: 1,
  hf_token: 5,
  huggingface_access_token: 4,
  huggingface_token: 1,
  jwtToken: 1,
  key: 2,
  s3_access_key: 1,
  s3_secret_access_key: 1,
  suno_cookie: 1,
  supabase_key: 1,
  token: 2,
};

interface Keeper {
  readonly model: PublicModel;
  readonly declared: readonly string[];
  readonly undeclared: readonly string[];
}

let keepers: readonly Keeper[];
let log: InProcessLog;

/** What the library said of itself. */
const problems: string[] = [];

beforeAll(async () => {
  const found: Keeper[] = [];
  for await (const models of publicModels(200)) {
    found.push(...models.map(keeperOf).filter((keeper) => namesOf(keeper).length > 0));
  }
  keepers = found;
  log = await logInProcess();
});

afterAll(() => log.close());

function keeperOf(model: PublicModel): Keeper {
  const inputs = Object.entries(model.inputs);
  const isDeclared = ([, schema]: (typeof inputs)[number]): boolean =>
    schema["x-cog-secret"] === true;
  const isKnown = ([name, { description = "" }]: (typeof inputs)[number]): boolean =>
    name in UNDECLARED && (name !== "key" || /password/i.test(description));
  return {
    model,
    declared: inputs.filter(isDeclared).map(([name]) => name),
    undeclared: inputs
      .filter((input) => isKnown(input) && !isDeclared(input))
      .map(([name]) => name),
  };
}

function namesOf({ declared, undeclared }: Keeper): readonly string[] {
  return [...declared, ...undeclared];
}

/** What is called a key is one when it looks like one; everything else is known by its name. */
function markerOf(name: string): string {
  return name === "key" ? "a1B2c3D4".repeat(4) : secretValue(name);
}

const MODES = ["answers", "fails", "is refused"] as const;

type Mode = (typeof MODES)[number];

const REDACTED = "[REDACTED]";

/** A model that tells its secrets wherever it can. */
function tellsAll(mode: Mode): (input: Record<string, unknown>) => EmulatorScript {
  return (input) => {
    const told = `Got ${JSON.stringify(input)}, ${Object.values(input).join(" and ")}`;
    return {
      steps: [{ logs: `${told}\n` }, { output: `${told} ` }, { output: told }],
      metrics: { told },
      ...(mode === "fails" ? { error: told } : {}),
    };
  };
}

/** Makes all calls of a model with its secrets; how they end is not the question here. */
async function call(
  emulator: Emulator,
  { model, secrets }: { model: PublicModel; secrets: object },
): Promise<void> {
  const { name, version } = model;
  const input = { ...model.input, ...secrets, remark: `The token is ${testToken()}` };
  const replicate = tracedClient(emulator, { onError: ({ message }) => problems.push(message) });
  const reference = `${name}:${version}` as `${string}/${string}:${string}`;
  await replicate.run(reference, { input }).catch(() => undefined);
  await replicate
    .run(reference, { input, wait: { mode: "poll", interval: 1 } })
    .catch(() => undefined);
  try {
    const { id } = await replicate.predictions.create({ version, input });
    await replicate.predictions.get(id);
  } catch {
    // Refused.
  }
  try {
    for await (const _ of replicate.stream(reference, { input }));
  } catch {
    // Refused, or failed.
  }
}

it("knows the secret inputs of the public models", () => {
  const undeclared: Record<string, number> = {};
  for (const keeper of keepers) {
    for (const name of keeper.undeclared) undeclared[name] = (undeclared[name] ?? 0) + 1;
  }
  expect(undeclared).toEqual(UNDECLARED);
  expect(keepers.flatMap(({ declared }) => declared)).toHaveLength(22);
});

describe.each(MODES)("a secret input of a public model that %s", (mode) => {
  it("is in nothing that is posted", async () => {
    for (const keeper of keepers) {
      const { model } = keeper;
      const secrets = Object.fromEntries(namesOf(keeper).map((name) => [name, markerOf(name)]));
      const served = { ...publicModel(model.record), streaming: true, script: tellsAll(mode) };
      const emulator = createEmulator({ models: [served] });
      if (mode === "is refused") refuseAll(emulator, secrets);
      await call(emulator, { model, secrets });
    }
    const { rows, bodies } = await log.take();
    // By number: a list that has another length would be printed.
    expect(rows.length).toBe(keepers.length * 4);
    expect(rows.flatMap((row) => leaksIn(row, mode))).toEqual([]);
    const leaking = bodies.filter((body) => needles().some((needle) => body.includes(needle)));
    expect(`${problems.length} problems`).toBe("0 problems");
    expect(`${leaking.length} bodies of ${bodies.length}`).toBe(`0 bodies of ${bodies.length}`);
  });
});

/** All that was planted. */
function needles(): readonly string[] {
  const names = new Set(keepers.flatMap(namesOf));
  return [...[...names].map(markerOf), testToken()];
}

/** Where a row tells a secret, and where it does not say that one was there. */
function leaksIn(row: CollectedRow, mode: Mode): readonly string[] {
  // A creation by version that was refused knows no other name.
  const asked = row.metadata?.["model"];
  const keeper = keepers.find(({ model }) => asked === model.name || asked === model.version);
  if (keeper === undefined) return ["a row of an unknown model"];
  const input = row.input as Readonly<Record<string, unknown>>;
  const bare = namesOf(keeper).filter((name) => input[name] !== REDACTED);
  const quoting = mode === "answers" ? "output" : "error";
  return [
    ...pathsHolding(row, needles()),
    ...bare.map((name) => `input.${name} is not blanked out`),
    ...(String(row[quoting]).includes(REDACTED) ? [] : [`${quoting} quotes nothing`]),
  ].map((place) => `${keeper.model.name} ${row.span_attributes?.name} ${place}`);
}

/** An answer that quotes what it refuses. */
function refuseAll(emulator: Emulator, secrets: object): void {
  const detail = `input: ${JSON.stringify(secrets)} ${Object.values(secrets).join(" ")}`;
  const body = { title: "Input validation failed", detail, status: 422 };
  emulator.fault({ kind: "status", status: 422, body, method: "POST", times: 1000 });
}
