import type { ExecutionRecord } from "../record/execution-record.ts";
import { mapLeaves, type RecordedValue } from "../record/recorded-value.ts";
import { finishReasonOf } from "./genai-attributes.ts";
import { fieldsOf, isConversation } from "./genai-operation.ts";
import { findMedia, type FoundMedia } from "./media-part.ts";

/** One part of a message: text, a file, or what has no name in the conventions. */
export type MessagePart = Readonly<Record<string, unknown>> & { readonly type: string };

/** A message as the conventions' JSON schemas have it. */
export interface GenAiMessage {
  readonly role: string;
  readonly parts: readonly MessagePart[];
  readonly finish_reason?: string;
}

/** Characters of base64 that a message may hold; a longer file is only named. */
const MOST_BASE64 = 256 * 1024;

/** The schema wants a reason, and Replicate gives none. */
const NO_REASON = "unknown";

const SYSTEM = ["system_prompt", "system", "system_instruction"] as const;

/**
 * What went in. Messages stay messages; anything else is one message of the user: the prompt as
 * text, files as files, and the remaining parameters together.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-input-messages.json
 */
export function inputMessagesOf({ input }: ExecutionRecord): readonly GenAiMessage[] | undefined {
  if (input === undefined) return undefined;
  const { messages, ...fields } = fieldsOf(input);
  if (Object.keys(fields).length === 0 && messages === undefined) {
    return [{ role: "user", parts: [partOf(input)] }];
  }
  const spoken = isConversation(messages) ? messages.map(messageOf) : [];
  const more = partsOf(
    isConversation(messages) || messages === undefined ? fields : { ...fields, messages },
  );
  return more.length === 0 ? spoken : [...spoken, { role: "user", parts: more }];
}

/** What the model was told about its role, apart from what it was asked. */
export function systemInstructionsOf({
  input,
}: ExecutionRecord): readonly MessagePart[] | undefined {
  const fields = fieldsOf(input);
  const told = SYSTEM.flatMap((name) => fields[name] ?? []).filter(
    (value) => typeof value === "string" && value !== "",
  );
  return told.length === 0 ? undefined : told.map((content) => ({ type: "text", content }));
}

/**
 * What came back: a message for each file of a list, because each is a choice of its own, else one.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-output-messages.json
 */
export function outputMessagesOf(record: ExecutionRecord): readonly GenAiMessage[] | undefined {
  const { output } = record;
  if (output === undefined) return undefined;
  const finish_reason = finishReasonOf(record) ?? NO_REASON;
  const files =
    Array.isArray(output) &&
    output.length > 0 &&
    output.every((item: RecordedValue) => findMedia(item) !== undefined);
  const choices = files ? (output as readonly RecordedValue[]) : [output];
  return choices.map((choice) => ({ role: "assistant", parts: [partOf(choice)], finish_reason }));
}

function messageOf(message: { readonly [key: string]: RecordedValue }): GenAiMessage {
  const { role, content } = message;
  const parts = Array.isArray(content) ? content.map(contentPartOf) : [partOf(content ?? "")];
  return { role: typeof role === "string" ? role : "user", parts };
}

/** A part as chat models take it: `{ type: "text", text }`, `{ type: "image_url", image_url }`. */
function contentPartOf(part: RecordedValue): MessagePart {
  const { type, text, image_url: image } = fieldsOf(part);
  if (type === "text" && typeof text === "string") return { type: "text", content: text };
  const media = findMedia(image) ?? findMedia(fieldsOf(image)["url"]);
  return media ? filePart(media) : partOf(part);
}

function partsOf(fields: ReturnType<typeof fieldsOf>): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  const parameters: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || SYSTEM.some((system) => system === name)) continue;
    const media = (Array.isArray(value) ? value : [value]).map((item: RecordedValue) =>
      findMedia(item),
    );
    if (name === "prompt" && typeof value === "string") {
      parts.unshift({ type: "text", content: value });
    } else if (media.length > 0 && media.every((found) => found !== undefined)) {
      parts.push(...media.map((found) => ({ ...filePart(found), name })));
    } else parameters[name] = mapLeaves(value, leafOf);
  }
  return Object.keys(parameters).length === 0
    ? parts
    : [...parts, { type: "parameters", parameters }];
}

function partOf(value: RecordedValue): MessagePart {
  const media = findMedia(value);
  if (media) return filePart(media);
  if (typeof value === "string") return { type: "text", content: value };
  return { type: "json", content: mapLeaves(value, leafOf) };
}

function leafOf(leaf: RecordedValue): unknown {
  if (typeof leaf === "string") return leaf;
  const media = findMedia(leaf);
  return media ? filePart(media) : leaf;
}

function filePart({ modality, mimeType, base64, uri }: FoundMedia): MessagePart {
  const about = { modality, ...(mimeType === undefined ? {} : { mime_type: mimeType }) };
  if (uri !== undefined) return { type: "uri", ...about, uri };
  if (base64 === undefined || base64.length > MOST_BASE64) return { type: "omitted", ...about };
  return { type: "blob", ...about, content: base64 };
}
