import { report } from "../diagnostics/diagnostics.ts";
import { fileOutputUrl } from "../wire/file-url.ts";
import { nameOf } from "../exchange/error-signs.ts";
import { REDACTED, scrubSecrets } from "../wire/scrub-secrets.ts";
import { ContentBudget } from "./content-budget.ts";
import { describeMedia } from "./describe-media.ts";
import { OMITTED, type RecordedValue } from "./recorded-value.ts";
import type { RecordingPolicy } from "./recording-policy.ts";

/** Deeper than any real input; far less than what overflows the stack of a serialiser. */
const DEEPEST = 100;

/** What a description needs to know beside the value. */
export interface DescribeOptions {
  readonly policy: RecordingPolicy;
  /** Where the value is: the root of all paths below it. */
  readonly path: string;
  /** Exact secrets, such as the client's token. */
  readonly secrets: readonly string[];
  /** Parsed JSON, which has no getters: its properties can be read the fast way. */
  readonly parsed?: boolean;
  /** Bytes that may be recorded, where that is less than the policy allows. */
  readonly contentBytes?: number | undefined;
  /** Says what stands for a string that must not be recorded, by its path below the root. */
  readonly conceal?: (key: string, value: string) => string | undefined;
}

/** A described value, and whether it is shorter than the original. */
export interface Described {
  readonly value: RecordedValue | undefined;
  readonly truncated: boolean;
}

/**
 * Copies a value into one that is safe to hand out. Reads own data properties only and runs no
 * code of the caller's but `redact`: a getter would run a second time, a `toJSON` may throw. What
 * JSON would drop (functions, symbols) is dropped; cycles, big integers and depths become text.
 */
export function describeValue(value: unknown, options: DescribeOptions): Described {
  // What is not there is shown to nobody.
  if (value === undefined) return { value, truncated: false };
  const walk = new Description(options);
  const described = walk.visit(value, options.path, "");
  return { value: described, truncated: walk.truncated };
}

class Description {
  readonly #options: DescribeOptions;
  readonly #budget: ContentBudget;
  readonly #open = new Set<object>();

  constructor(options: DescribeOptions) {
    this.#options = options;
    this.#budget = new ContentBudget(options.contentBytes ?? options.policy.limits.contentBytes);
  }

  get truncated(): boolean {
    return this.#budget.truncated;
  }

  visit(original: unknown, path: string, key: string): RecordedValue | undefined {
    // A secret is taken out before the caller's own `redact`, which may log what it is asked.
    const hidden =
      typeof original === "string" ? this.#options.conceal?.(key, original) : undefined;
    const value = this.#redacted(hidden ?? original, path);
    if (typeof value === "string") return this.#text(value, path);
    if (typeof value === "number" || typeof value === "boolean" || value === null) {
      this.#budget.take(8);
      // JSON has no others.
      return Number.isFinite(Number(value)) ? value : null;
    }
    if (typeof value === "bigint") return value.toString();
    if (typeof value !== "object") return undefined;
    return this.#object(value, path, key);
  }

  /** The caller's own say. When it throws, or says it later, the value is one that nobody may see. */
  #redacted(value: unknown, path: string): unknown {
    const { redact, onError } = this.#options.policy;
    if (redact === undefined) return value;
    let did = "gave a promise";
    try {
      const told = redact(path, value);
      if (told === value || !(told instanceof Promise)) return told;
      // Nobody waits for it: its failure would end the caller's process.
      told.catch(() => {});
    } catch (error) {
      // Without its message, which may quote the value.
      did = `threw (${nameOf(error) ?? typeof error})`;
    }
    report(onError, `the option \`redact\` ${did}, so the value was left out`);
    return REDACTED;
  }

  #text(value: string, path: string): RecordedValue {
    return this.#file(value, path) ?? this.#budget.takeText(this.#scrubbed(value));
  }

  #file(value: unknown, path: string): RecordedValue | undefined {
    const media = describeMedia(value, path, (text) => this.#scrubbed(text));
    return media && (this.#options.policy.captureMedia ? media : OMITTED);
  }

  #scrubbed(text: string): string {
    return scrubSecrets(text, this.#options.secrets);
  }

  #object(value: object, path: string, key: string): RecordedValue | undefined {
    if (this.#open.has(value)) return "[circular]";
    if (this.#open.size >= DEEPEST) {
      this.#budget.truncated = true;
      return "[nested too deeply]";
    }
    this.#open.add(value);
    try {
      const text = builtIn(value);
      if (text !== undefined) return this.#text(text, path);
      const file = this.#file(value, path);
      if (file !== undefined) return file;
      return Array.isArray(value) ? this.#list(value, path, key) : this.#record(value, path);
    } catch {
      // A revoked proxy, or a trap that throws.
      return "[unreadable]";
    } finally {
      this.#open.delete(value);
    }
  }

  /** @param key - The name of the list: its items go by no other. */
  #list(list: readonly unknown[], path: string, key: string): RecordedValue {
    const copy: RecordedValue[] = [];
    for (let index = 0; index < list.length && this.#budget.begin(1); index += 1) {
      const item: unknown =
        this.#options.parsed === true ? list[index] : dataProperty(list, String(index));
      copy.push(this.visit(item, `${path}.${index}`, key) ?? null);
    }
    return copy;
  }

  #record(record: object, path: string): RecordedValue {
    const copy: Record<string, RecordedValue> = {};
    for (const key of Object.keys(record)) {
      if (!this.#budget.begin(key.length + 4)) break;
      const name = this.#scrubbed(key);
      const value = this.visit(dataProperty(record, key), `${path}.${name}`, key);
      if (value === undefined) continue;
      // Assigned, this one name would be the copy's prototype.
      if (name === "__proto__") Object.defineProperty(copy, name, { value, enumerable: true });
      else copy[name] = value;
    }
    return copy;
  }
}

/** A getter is not run: it would run once more than without tracing. */
function dataProperty(owner: object, key: string): unknown {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  return property?.get ? "[getter]" : property?.value;
}

/** Objects whose JSON is text, and the client's `FileOutput`, which stands for its URL. */
function builtIn(value: object): string | undefined {
  // What its type does not say: of no date it is null.
  if (value instanceof Date) return (value.toJSON() as string | null) ?? "";
  if (value instanceof URL) return value.href;
  if (value instanceof Error) return value.message;
  if (typeof ReadableStream !== "undefined" && value instanceof ReadableStream) {
    return fileOutputUrl(value) ?? "[stream]";
  }
  return undefined;
}
