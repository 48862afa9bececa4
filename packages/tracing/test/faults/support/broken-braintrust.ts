import { _internalGetGlobalState, initLogger, setMaskingFunction } from "braintrust";
import { onTestFinished } from "vitest";
import { replaceProperty } from "../../support/replace-property.ts";
import type { Scene } from "../../support/start-scene.ts";

type Breakage = (scene: Scene) => unknown;

/** Does what was put off by {@link later}. */
export const now: { does: () => unknown } = { does: () => undefined };

/** Breaks something not before the call but when the program says `now.does()`. */
export function later(breakage: Breakage): Breakage {
  return (scene) => {
    now.does = () => breakage(scene);
    onTestFinished(() => {
      now.does = () => undefined;
    });
  };
}

/** The collector answers so, always, wherever the path matches. */
export function fails(path: string, status: number): Breakage {
  return ({ collector }) => collector.faults.failNext({ path, status, times: Infinity });
}

/** The collector does not answer there. */
export function hangs(path: string): Breakage {
  return ({ collector }) => collector.faults.hang({ path });
}

/** The SDK's requests to where rows go are answered by this. */
export function rowsAnswered(answer: () => Promise<Response>): Breakage {
  return ({ appUrl }) => {
    const fetch: typeof globalThis.fetch = (input, init) => {
      const url = String(input instanceof Request ? input.url : input);
      return url.endsWith("/logs3") ? answer() : globalThis.fetch(input, init);
    };
    initLogger({ projectName: "tracing", apiKey: "local", appUrl, forceLogin: true, fetch });
  };
}

/** Another part of the app starts a logger of its own. */
export const anotherLogger: Breakage = ({ appUrl }) =>
  initLogger({ projectName: "another", apiKey: "local", appUrl });

/** The app's masking function throws. */
export const maskThrows: Breakage = () => {
  setMaskingFunction(() => {
    throw new Error("out of order");
  });
  onTestFinished(() => setMaskingFunction(null));
};

/** The SDK's queue has no room. */
export const queueIsFull: Breakage = () => {
  const { queue } = _internalGetGlobalState().bgLogger() as unknown as { queue: object };
  replaceProperty(queue, "maxSize", 0);
  replaceProperty(queue, "enforceSizeLimit", true);
};

/** The object that all copies of the SDK share is replaced. */
export function stateIs(state: unknown): Breakage {
  return () => replaceProperty(globalThis, Symbol.for("braintrust-state"), state);
}

/** A function of an object of the SDK's throws. */
export function throws(owner: (scene: Scene) => object, key: string): Breakage {
  return (scene) =>
    replaceProperty(owner(scene), key, () => {
      throw new Error("out of order");
    });
}
