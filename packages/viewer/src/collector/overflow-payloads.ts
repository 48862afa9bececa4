import { HTTPException } from "hono/http-exception";

type Payload = "expected" | "stored" | Uint8Array;

/** Payloads between their upload and the post that names them. */
export class OverflowPayloads {
  readonly #payloads = new Map<string, Payload>();

  expect(key: string): void {
    this.#payloads.set(key, "expected");
  }

  /** Keeps an upload. Throws an `HTTPException` 404 for a key that was not handed out. */
  keep(key: string, bytes: Uint8Array): Record<string, never> {
    const known = this.#payloads.get(key);
    if (known === undefined) throw new HTTPException(404, { message: "No such upload" });
    if (known !== "stored") this.#payloads.set(key, bytes);
    return {};
  }

  /** The bytes, `"stored"` once their rows are, `undefined` before the upload. */
  read(key: string): Uint8Array | "stored" | undefined {
    const payload = this.#payloads.get(key);
    return payload === "expected" ? undefined : payload;
  }

  /** Lets go of the bytes, but knows a repeated post, for the SDK repeats it after a lost answer. */
  markStored(key: string): void {
    this.#payloads.set(key, "stored");
  }
}
