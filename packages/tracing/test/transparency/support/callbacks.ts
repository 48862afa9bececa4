import type { Stage } from "./stage.ts";

/** A `progress` that writes down what it is shown. */
export function progressOf(stage: Pick<Stage, "note">): (prediction: unknown) => void {
  return (prediction) => stage.note("progress", prediction);
}

/** Lets the program's own error loose and writes down whether the very same object comes back. */
export async function throwing(
  note: Stage["note"],
  work: (error: Error) => unknown,
): Promise<void> {
  const mine = Object.assign(new Error("mine"), { code: "E_MINE" });
  try {
    note("returned", await work(mine));
  } catch (error) {
    note("threw", error);
    note("the same object", error === mine);
  }
}
