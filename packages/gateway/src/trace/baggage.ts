const BRAINTRUST_PARENT = "braintrust.parent";
/** How a traced client says that the execution has its span already. */
const TRACED = "braintrust-replicate.traced";

/**
 * Takes the members that are for the gateway out of a `baggage` header (W3C baggage). All others stay
 * as they are; undefined when none is left.
 */
export function forwardedBaggage(baggage: string): string | undefined {
  if (!baggage.includes(BRAINTRUST_PARENT) && !baggage.includes(TRACED)) return baggage;
  const others = baggage.split(",").filter((member) => {
    const name = nameOf(member);
    return name !== BRAINTRUST_PARENT && name !== TRACED;
  });
  return others.length === 0 ? undefined : others.join(",").trim();
}

/** Whether a traced client sent this: then the request is only passed on. */
export function isTracedByClient(baggage: string): boolean {
  if (!baggage.includes(TRACED)) return false;
  return baggage.split(",").some((member) => nameOf(member) === TRACED);
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
