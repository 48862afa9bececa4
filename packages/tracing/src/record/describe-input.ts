import { REDACTED } from "../wire/scrub-secrets.ts";
import { describeValue, type Described } from "./describe-value.ts";
import type { RecordingPolicy } from "./recording-policy.ts";
import { isSecretName, looksLikeCredential } from "./secret-names.ts";

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
  if (!policy.captureInput || input === undefined) return NOTHING;
  const secretValues: string[] = [];
  let heldBack = false;
  const described = describeValue(input, {
    policy,
    secrets,
    path: "input",
    conceal: (key, value) => {
      if (isSecretName(key) || isBlankedOut(echoed, key)) {
        if (value !== "") secretValues.push(value);
        return value === "" ? undefined : REDACTED;
      }
      if (echoed === undefined && looksLikeCredential(value)) {
        heldBack = true;
        return REDACTED;
      }
      return undefined;
    },
  });
  return { ...described, secretValues, heldBack };
}

const NOTHING: DescribedInput = {
  value: undefined,
  truncated: false,
  secretValues: [],
  heldBack: false,
};

function isBlankedOut(echoed: unknown, key: string): boolean {
  if (typeof echoed !== "object" || echoed === null) return false;
  return (echoed as Readonly<Record<string, unknown>>)[key] === REDACTED;
}
