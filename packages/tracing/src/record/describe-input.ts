import { isObject } from "../wire/shape.ts";
import { ownValue } from "../exchange/own-value.ts";
import { REDACTED } from "../wire/scrub-secrets.ts";
import { collectSecrets } from "./collect-secrets.ts";
import { describeValue, type Described } from "./describe-value.ts";
import { RecordedMedia, type RecordedValue } from "./recorded-value.ts";
import type { RecordingPolicy } from "./recording-policy.ts";
import { scrubRecorded } from "./scrub-recorded.ts";
import { isSecretInput, looksLikeCredential } from "./secret-names.ts";

/** An input as it may be recorded, and the secrets found in it. */
export interface DescribedInput extends Described {
  /** Values of secret inputs; wherever they turn up later, they are blanked out. */
  readonly secretValues: readonly string[];
  /**
   * The same with what was held back, to be told once Replicate's answer shows that it is no
   * secret. Described at the call as well: later the caller may have changed the input.
   */
  readonly released?: DescribedInput;
  /** What was held back, each string with the name it was passed under. */
  readonly held?: ReadonlyArray<readonly [name: string, value: string]>;
}

/** What is known when an input is described. */
export interface InputContext {
  readonly policy: RecordingPolicy;
  readonly secrets: readonly string[];
  /**
   * The input as Replicate's answer repeats it, with the secrets of the model's schema blanked
   * out. Before there is one, strings that look like credentials are held back.
   */
  readonly echoed: unknown;
}

/** Describes the `input` that the caller passed. */
export function describeInput(input: unknown, context: InputContext): DescribedInput {
  const held: Array<readonly [string, string]> = [];
  const { echoed } = context;
  const isKnown: IsSecret = (key, value) => isSecretInput(key, value) || isBlankedOut(echoed, key);
  const described = describe(input, context, (key, value) => {
    if (isKnown(key, value)) return true;
    if (echoed !== undefined || !looksLikeCredential(value)) return false;
    held.push([key, value]);
    return true;
  });
  if (held.length === 0) return described;
  return { ...described, held, released: describe(input, context, isKnown) };
}

type IsSecret = (key: string, value: string) => boolean;

function describe(
  input: unknown,
  { policy, secrets }: InputContext,
  isSecret: IsSecret,
): DescribedInput {
  // Also of an input that is not recorded: outputs and metrics may repeat it.
  const secretValues = collectSecrets(input, isSecret);
  const described = describeValue(policy.captureInput ? input : undefined, {
    policy,
    secrets: [...secrets, ...secretValues],
    path: "input",
    conceal: (key, value) => (value !== "" && isSecret(key, value) ? REDACTED : undefined),
  });
  return { value: described.value, truncated: described.truncated, secretValues };
}

/**
 * Tells what Replicate's answer shows to be no secret, and blanks out what it shows to be one
 * although its name does not say so.
 */
export function concealEchoed(described: DescribedInput, echoed: unknown): DescribedInput {
  if (echoed === undefined) return described;
  const { held = [], released: input = described } = described;
  const fields = fieldsOf(input.value);
  const revealed = fields.filter(([key, item]) => item !== REDACTED && isBlankedOut(echoed, key));
  const hidden = [...revealed, ...held.filter(([name]) => isBlankedOut(echoed, name))];
  if (hidden.length === 0) return input;
  const secrets = hidden.flatMap(([, item]) => (typeof item === "string" ? [item] : []));
  const blanked = revealed.map(([key]): [string, RecordedValue] => [key, REDACTED]);
  const value = Object.fromEntries([...fields, ...blanked]);
  return {
    ...input,
    value: fields.length === 0 ? input.value : scrubRecorded(value, secrets),
    secretValues: [...input.secretValues, ...secrets],
  };
}

/** An input is an object of named fields; anything else names no secret. */
function fieldsOf(value: RecordedValue | undefined): ReadonlyArray<[string, RecordedValue]> {
  const isRecord = isObject(value) && !Array.isArray(value) && !(value instanceof RecordedMedia);
  return isRecord ? Object.entries(value) : [];
}

function isBlankedOut(echoed: unknown, key: string): boolean {
  return ownValue(echoed, key) === REDACTED;
}
