import Replicate from "replicate";
import {
  unwrapReplicate,
  wrapReplicate,
  type ReplicateTracingOptions,
} from "../../../src/index.ts";

/** What tracing said while a story was told. */
export interface Tracing {
  /** How many spans it began. */
  spans: number;
  /** What went wrong inside of it. */
  readonly problems: Error[];
}

/** One way of running a program: bare, or traced in some manner. */
export interface Way {
  readonly name: string;
  /** Whether tracing sees all of the program, as it does unless said, or is off, or in trouble. */
  readonly tracing?: "off" | "in trouble";
  /** Runs the program; what it makes of each client comes from `prepare`. */
  run(tell: (prepare: <T extends object>(client: T) => T) => Promise<void>): Promise<Tracing>;
}

const UNTOUCHED = Object.getOwnPropertyDescriptors(Replicate.prototype);

/** A comparison with a class that is still patched would compare tracing with itself. */
function assertUntouched(): void {
  for (const [name, { value }] of Object.entries(UNTOUCHED)) {
    const now = Object.getOwnPropertyDescriptor(Replicate.prototype, name);
    if (now?.value !== value) throw new Error(`the client's ${name} is still patched`);
  }
}

/** The program as it is without this library. */
export const BARE: Way = {
  name: "bare",
  async run(tell) {
    assertUntouched();
    await tell((client) => client);
    return { spans: 0, problems: [] };
  },
};

/** The program with `wrapReplicate(client)`. */
export const BY_CLIENT: Way = {
  name: "with its client wrapped",
  async run(tell) {
    const { tracing, options } = watchTracing();
    await tellWrapped(tell, options);
    return tracing;
  },
};

/** Wraps the clients of a program one by one, and unwraps them when it has ended. */
export async function tellWrapped(
  tell: Parameters<Way["run"]>[0],
  options: ReplicateTracingOptions,
): Promise<void> {
  const clients: object[] = [];
  try {
    await tell((client) => {
      clients.push(client);
      return wrapReplicate(client, options);
    });
  } finally {
    clients.forEach(unwrapReplicate);
  }
}

/** The program with `wrapReplicate(Replicate)`. */
export const BY_CLASS: Way = {
  name: "with its class wrapped",
  async run(tell) {
    const { tracing, options } = watchTracing();
    wrapReplicate(Replicate, options);
    try {
      await tell((client) => client);
    } finally {
      unwrapReplicate(Replicate);
    }
    return tracing;
  },
};

/** Options that show what tracing does, and the place where it shows. */
export function watchTracing(): { tracing: Tracing; options: ReplicateTracingOptions } {
  const tracing: Tracing = { spans: 0, problems: [] };
  return {
    tracing,
    options: {
      onSpan: () => void (tracing.spans += 1),
      onError: (error) => void tracing.problems.push(error),
    },
  };
}
