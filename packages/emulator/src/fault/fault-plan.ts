import type { Fault } from "./fault.ts";

interface Planned {
  readonly fault: Fault;
  seen: number;
}

/** The faults that are set, and how often each has been met. */
export class FaultPlan {
  #planned: Planned[] = [];

  /** Sets a fault; the returned function takes it back. */
  add(fault: Fault): () => void {
    const planned: Planned = { fault, seen: 0 };
    this.#planned.push(planned);
    return () => {
      this.#planned = this.#planned.filter((other) => other !== planned);
    };
  }

  /** Counts a request with every fault it matches; returns those that strike it, in order. */
  strike(method: string, path: string): readonly Fault[] {
    const struck: Fault[] = [];
    for (const planned of this.#planned) {
      if (!matches(planned.fault, method, path)) continue;
      planned.seen += 1;
      const { nth = 1, times = 1 } = planned.fault;
      if (planned.seen >= nth && planned.seen < nth + times) struck.push(planned.fault);
    }
    return struck;
  }

  /** Takes back every fault. */
  clear(): void {
    this.#planned = [];
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  if (fault.path instanceof RegExp) return fault.path.test(path);
  const pattern = fault.path.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`).test(path);
}
