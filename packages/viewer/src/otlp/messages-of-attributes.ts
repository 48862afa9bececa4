import type { OtlpAttributes } from "./otlp-span.ts";

/**
 * Older instrumentations flatten messages: `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content`. Puts
 * them together again; `undefined` where there are none.
 */
export function messagesOfAttributes(
  attributes: OtlpAttributes,
  prefix: string,
): readonly unknown[] | undefined {
  const messages = new Map<number, Record<string, unknown>>();
  for (const [name, value] of Object.entries(attributes)) {
    if (!name.startsWith(`${prefix}.`)) continue;
    const [, index, field] = /^(\d{1,4})\.([\w.]+)$/.exec(name.slice(prefix.length + 1)) ?? [];
    if (index === undefined || field === undefined) continue;
    const message = messages.get(Number(index)) ?? {};
    message[field] = value;
    messages.set(Number(index), message);
  }
  if (messages.size === 0) return undefined;
  return [...messages].toSorted(([a], [b]) => a - b).map(([, message]) => message);
}
