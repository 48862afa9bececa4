import { JsonTrimmer } from "./trim-json.ts";

/** A body as it was captured. */
export interface CapturedBody {
  /** The text, trimmed where it was too long. `undefined` when too little of it is left. */
  readonly text: string | undefined;
  /** Whether something was left out. */
  readonly truncated: boolean;
}

/** Keeps a copy of a JSON body as it passes by, within a limit. */
export class BodyCapture {
  readonly #limit: number;
  #decoder: TextDecoder | undefined;
  #pieces: string[] = [];
  #length = 0;
  #trimmer: JsonTrimmer | undefined;

  /** @param limit - Characters; a body that is longer loses the members that are. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the next piece. */
  push(piece: Uint8Array | string): void {
    if (typeof piece === "string") return this.#add(piece);
    this.#decoder ??= new TextDecoder();
    this.#add(this.#decoder.decode(piece, { stream: true }));
  }

  /** The whole, once it is there. */
  end(): CapturedBody {
    if (this.#decoder) this.#add(this.#decoder.decode());
    if (!this.#trimmer) return { text: this.#pieces.join(""), truncated: false };
    const { text, trimmed } = this.#trimmer;
    return { text, truncated: trimmed || text === undefined };
  }

  #add(text: string): void {
    this.#length += text.length;
    if (this.#trimmer) return this.#trimmer.push(text);
    this.#pieces.push(text);
    if (this.#length <= this.#limit) return;
    this.#trimmer = new JsonTrimmer(this.#limit);
    for (const piece of this.#pieces) this.#trimmer.push(piece);
    this.#pieces = [];
  }
}
