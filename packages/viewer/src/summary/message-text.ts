import { isJsonObject } from "../store/json-value.ts";

/**
 * The words of a chat message: `content` as text or as parts (OpenAI, Anthropic), or `parts`
 * (OpenTelemetry's conventions); `undefined` for anything else.
 *
 * @example
 * messageText({ role: "user", parts: [{ type: "text", content: "A hat?" }] }); // "A hat?"
 */
export function messageText(message: unknown): string | undefined {
  if (!isJsonObject(message)) return undefined;
  const content = message["content"] ?? message["parts"];
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const parts: readonly unknown[] = content.slice(0, 100);
  const texts = parts.map((part) =>
    isJsonObject(part) ? (part["text"] ?? part["content"]) : part,
  );
  const words = texts.filter((text) => typeof text === "string");
  return words.length === 0 ? undefined : words.join(" ");
}
