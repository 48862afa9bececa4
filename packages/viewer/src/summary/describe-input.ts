import { isJsonObject } from "../store/json-value.ts";
import { shortJson } from "./describe-output.ts";
import { messageText } from "./message-text.ts";
import { oneLine } from "./one-line.ts";

const MOST_CHARACTERS = 200;

/** What models call the words they are given, the most telling first. */
const WORDS = ["prompt", "text", "message", "question", "query", "input", "caption"] as const;

/** What went in, on one line: its prompt where it has one, else its fields. */
export function describeInput(input: unknown): string {
  if (input === undefined || input === null) return "";
  if (typeof input === "string") return oneLine(input, MOST_CHARACTERS);
  if (Array.isArray(input)) return describeMessages(input) ?? shortJson(input);
  if (!isJsonObject(input)) return shortJson(input);
  for (const name of WORDS) {
    const value = input[name];
    if (typeof value === "string" && value.trim() !== "") return oneLine(value, MOST_CHARACTERS);
  }
  const messages = Array.isArray(input["messages"])
    ? describeMessages(input["messages"])
    : undefined;
  return messages ?? shortJson(input);
}

function describeMessages(messages: readonly unknown[]): string | undefined {
  const text = messageText(messages.at(-1));
  return text === undefined ? undefined : oneLine(text, MOST_CHARACTERS);
}
