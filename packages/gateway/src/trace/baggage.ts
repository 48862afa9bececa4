const BRAINTRUST_PARENT = "braintrust.parent";

/**
 * Takes Braintrust's member out of a `baggage` header (W3C baggage): it is for the gateway, not for
 * Replicate. All other members stay as they are; undefined when none is left.
 */
export function withoutBraintrustParent(baggage: string): string | undefined {
  if (!baggage.includes(BRAINTRUST_PARENT)) return baggage;
  const others = baggage.split(",").filter((member) => nameOf(member) !== BRAINTRUST_PARENT);
  return others.length === 0 ? undefined : others.join(",").trim();
}

/** Braintrust's member of a `baggage` header, decoded; undefined when it has none that is readable. */
export function braintrustParent(baggage: string): string | undefined {
  if (!baggage.includes(BRAINTRUST_PARENT)) return undefined;
  const member = baggage.split(",").find((one) => nameOf(one) === BRAINTRUST_PARENT);
  const [assignment] = member?.split(";") ?? [];
  const at = assignment?.indexOf("=") ?? -1;
  const value = at < 0 ? "" : (assignment?.slice(at + 1).trim() ?? "");
  if (value === "") return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function nameOf(member: string): string {
  const end = member.search(/[=;]/);
  return (end < 0 ? member : member.slice(0, end)).trim();
}
