import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "./fetch-json.ts";
import type { LiveListener } from "./live-events.ts";
import { useServices } from "./services.ts";

/** Something of the server's that changes while it is looked at. */
export interface LiveResource<T> {
  readonly value: T | undefined;
  readonly error: Error | undefined;
}

/** How to get it, and which events mean that it has changed. */
export interface LiveSource<T> {
  /** Another key is another thing. */
  readonly key: string;
  readonly load: (signal: AbortSignal) => Promise<T>;
  readonly listen: (changed: () => void) => LiveListener;
  /** Between two loads, 400 if not given: a text that streams would be asked for at every word. */
  readonly pauseMs?: number;
}

const PAUSE_MS = 400;
const NOTHING = { value: undefined, error: undefined } as const;

/** Loads now, and again when events say so: never two loads at once, never without a pause. */
export function useLiveResource<T>(source: LiveSource<T>): LiveResource<T> {
  const { events } = useServices();
  const [state, setState] = useState<LiveResource<T> & { readonly key: string }>({
    key: source.key,
    value: undefined,
    error: undefined,
  });
  const latest = useRef(source);
  latest.current = source;
  const start = useCallback(
    (key: string): (() => void) => {
      const loader = createLoader<T>({
        load: (signal) => latest.current.load(signal),
        done: (result) =>
          setState((before) => ({
            ...(isGone(result.error) ? NOTHING : keep(before, key)),
            ...result,
            key,
          })),
        pauseMs: latest.current.pauseMs ?? PAUSE_MS,
      });
      loader.changed();
      const unlisten = events.listen(latest.current.listen(loader.changed));
      return () => {
        unlisten();
        loader.stop();
      };
    },
    [events],
  );
  useEffect(() => start(source.key), [source.key, start]);
  return state.key === source.key ? state : NOTHING;
}

/** What was shown stays while the same thing is loaded again, also when that fails. */
function keep<T>(before: LiveResource<T> & { readonly key: string }, key: string): LiveResource<T> {
  return before.key === key ? before : NOTHING;
}

/** It was removed: to go on showing it would say that it is there. */
function isGone(error: Error | undefined): boolean {
  return error instanceof ApiError && error.status === 404;
}

interface Loader {
  readonly changed: () => void;
  readonly stop: () => void;
}

interface LoaderOptions<T> {
  readonly pauseMs: number;
  readonly load: (signal: AbortSignal) => Promise<T>;
  readonly done: (result: { readonly value?: T; readonly error: Error | undefined }) => void;
}

function createLoader<T>({ load, done, pauseMs }: LoaderOptions<T>): Loader {
  const controller = new AbortController();
  let busy = false;
  let again = false;
  const run = async (): Promise<void> => {
    busy = true;
    again = false;
    try {
      const value = await load(controller.signal);
      if (!controller.signal.aborted) done({ value, error: undefined });
    } catch (error) {
      if (!controller.signal.aborted) done({ error: asError(error) });
    }
    setTimeout(() => {
      busy = false;
      if (again && !controller.signal.aborted) void run();
    }, pauseMs);
  };
  return {
    changed: () => {
      if (busy) again = true;
      else void run();
    },
    stop: () => controller.abort(),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
