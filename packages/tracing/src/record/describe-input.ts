import { REDACTED } from "../wire/scrub-secrets.ts";
import { collectSecrets } from "./collect-secrets.ts";
import { describeValue, type Described } from "./describe-value.ts";
import type { RecordedValue } from "./recorded-value.ts";
import type { RecordingPolicy } from "./recording-policy.ts";
import { scrubRecorded } from "./scrub-recorded.ts";
import { isSecretInput, looksLikeCredential } from "./secret-names.ts";

/** An input as it may be recorded, and the secrets found in it. */
export interface DescribedInput extends Described {
  /** Values of secret inputs; wherever they turn up later, they are blanked out. */
  readonly secretValues: readonly string[];
  /** Whether something was held back that Replicate's answer may set free. */
  readonly heldBack: boolean;
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
export function describeInput(
  input: unknown,
  { policy, secrets, echoed }: InputContext,
): DescribedInput {
  let heldBack = false;
  const isSecret = (key: string, value: string): boolean => {
    if (isSecretInput(key, value) || isBlankedOut(echoed, key)) return true;
    if (echoed !== undefined || !looksLikeCredential(value)) return false;
    heldBack = true;
    return true;
  };
  // Also of an input that is not recorded: outputs and metrics may repeat it.
  const secretValues = collectSecrets(input, isSecret);
  if (!policy.captureInput || input === undefined) {
    return { value: undefined, truncated: false, secretValues, heldBack };
  }
  const described = describeValue(input, {
    policy,
    secrets: [...secrets, ...secretValues],
    path: "input",
    conceal: (key, value) => (value !== "" && isSecret(key, value) ? REDACTED : undefined),
  });
  return { ...described, secretValues, heldBack };
}

/** Blanks out what Replicate's answer shows to be a secret although its name does not say so. */
export function concealEchoed(input: DescribedInput, echoed: unknown): DescribedInput {
  const { value, secretValues } = input;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return input;
  const fields = Object.entries(value as Readonly<Record<string, RecordedValue>>);
  const revealed = fields.filter(([key, item]) => item !== REDACTED && isBlankedOut(echoed, key));
  if (revealed.length === 0) return input;
  const blanked = revealed.map(([key]): [string, RecordedValue] => [key, REDACTED]);
  const secrets = revealed.flatMap(([, item]) => (typeof item === "string" ? [item] : []));
  return {
    ...input,
    value: scrubRecorded(Object.fromEntries([...fields, ...blanked]), secrets),
    secretValues: [...secretValues, ...secrets],
  };
}

function isBlankedOut(echoed: unknown, key: string): boolean {
  if (typeof echoed !== "object" || echoed === null) return false;
  return (echoed as Readonly<Record<string, unknown>>)[key] === REDACTED;
}
