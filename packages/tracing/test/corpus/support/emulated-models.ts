import Replicate from "replicate";
import { wrapReplicate } from "braintrust-replicate";
import { createEmulator, publicModel, type EmulatorModel } from "replicate-emulator";
import { testToken } from "../../support/test-token.ts";
import type { PublicModel } from "./public-models.ts";

/** Public models in an emulator, a bare client and a traced one. */
export interface EmulatedModels {
  readonly bare: Replicate;
  readonly traced: Replicate;
  /** Has the model answer with its example, and Replicate's own times of it. */
  serve(model: PublicModel, change?: Partial<EmulatorModel>): void;
  /** The id of the newest prediction, for calls that do not tell it. */
  lastPredictionId(): string | undefined;
  /** Forgets models and predictions. */
  reset(): void;
}

/** The times of the emulator itself stand still, so that two runs can be compared. */
const CLOCK = { now: () => Date.UTC(2025, 0, 1), setTimer: () => () => undefined };

const API_HOSTS: ReadonlySet<string> = new Set(["api.replicate.com", "stream.replicate.com"]);

/** @param problems - Hears what the library says of itself. */
export function emulateModels(problems: (problem: Error) => void): EmulatedModels {
  const emulator = createEmulator({ clock: CLOCK });
  const times = new Map<string, PublicModel["times"]>();
  let lastId: string | undefined;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { host, pathname } = new URL(input instanceof Request ? input.url : input);
    // The files of examples lie elsewhere, and the client fetches each at once, unasked.
    if (!API_HOSTS.has(host)) return new Response("a file");
    const response = await emulator.fetch(input, init);
    if (!/^\/v1\/predictions(?:\/\w+)?$/.test(pathname)) return response;
    const prediction = (await response.json()) as { readonly id: string; readonly model: string };
    lastId = prediction.id;
    const told =
      init?.method === "GET" ? { ...prediction, ...times.get(prediction.model) } : prediction;
    const { status, headers } = response;
    return Response.json(told, { status, headers });
  };
  return {
    bare: new Replicate({ auth: testToken(), fetch }),
    traced: wrapReplicate(new Replicate({ auth: testToken(), fetch }), { onError: problems }),
    serve(model, change = {}) {
      times.set(model.name, model.times);
      emulator.addModel({ ...publicModel(model.record), ...change });
    },
    lastPredictionId: () => lastId,
    reset() {
      times.clear();
      emulator.reset();
    },
  };
}
