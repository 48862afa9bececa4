/** What can be wrong with how a model is traced. */
export type Topic =
  | "caller"
  | "row"
  | "identity"
  | "error"
  | "metrics"
  | "input"
  | "output"
  | "redaction"
  | "text without a stream"
  | "text with a stream"
  | "token"
  | "problem";

/** More than this say no more of what is broken. */
const TOLD = 40;

/**
 * What is wrong with which model. A finding is the name of a model and a path, never a value: the
 * values are strangers' prompts, and credentials that may work.
 */
export class Findings {
  readonly #found = new Map<Topic, Set<string>>();

  /** Notes a place where a model is not traced as it should be. */
  add(topic: Topic, model: string, place: string): void {
    const places = this.#found.get(topic) ?? new Set();
    this.#found.set(topic, places.add(`${model} ${place}`));
  }

  /** Notes it unless it is as it should be. */
  check(isRight: boolean, ...finding: [topic: Topic, model: string, place: string]): void {
    if (!isRight) this.add(...finding);
  }

  /** What was found about a topic, each once, in order; of very many only the first. */
  of(topic: Topic): readonly string[] {
    const all = [...(this.#found.get(topic) ?? [])].toSorted();
    return all.length <= TOLD ? all : [...all.slice(0, TOLD), `… and ${all.length - TOLD} more`];
  }
}
