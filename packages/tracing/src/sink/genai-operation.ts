import type { ExecutionRecord } from "../record/execution-record.ts";
import type { RecordedValue } from "../record/recorded-value.ts";
import { findMedia, mimeTypeOfExtension, modalityOf, type Modality } from "./media-part.ts";

/** The fields of an object; of anything else there are none. */
export function fieldsOf(
  value: RecordedValue | undefined,
): Readonly<Record<string, RecordedValue | undefined>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return findMedia(value) ? {} : (value as Readonly<Record<string, RecordedValue>>);
}

/**
 * What an execution is, in the words of the conventions: `chat` where messages went in,
 * `text_completion` where a prompt and nothing else went in and Replicate answers text, else
 * `generate_content`, which the conventions define for any kind of content. Who only looks at an
 * execution, or trains a model, has Replicate's own word for it.
 *
 * A prompt alone does not tell a language model from one that paints: that shows with the answer.
 */
export function operationNameOf(record: ExecutionRecord): string {
  if (record.kind === "task") return ownNameOf(record);
  const input = fieldsOf(record.input);
  if (isConversation(input["messages"])) return "chat";
  const completes = typeof input["prompt"] === "string" && answersText(record);
  return completes && !takesFiles(input) ? "text_completion" : "generate_content";
}

/** The library's own name of what was called. */
export function ownNameOf({ operation }: ExecutionRecord): string {
  return operation.slice("replicate.".length);
}

/** A list of messages as language models take it. */
export function isConversation(
  value: RecordedValue | undefined,
): value is ReadonlyArray<{ readonly [key: string]: RecordedValue }> {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item: RecordedValue) => typeof fieldsOf(item)["role"] === "string")
  );
}

function answersText({ streamsText, output, measures }: ExecutionRecord): boolean {
  if (streamsText || measures.completion_tokens !== undefined) return true;
  return typeof output === "string" && findMedia(output) === undefined;
}

function takesFiles(input: Readonly<Record<string, RecordedValue | undefined>>): boolean {
  const isFile = (value: RecordedValue | undefined): boolean =>
    Array.isArray(value) ? value.some(isFile) : findMedia(value) !== undefined;
  return Object.values(input).some(isFile);
}

/**
 * What kind of content an execution makes: `text`, `json`, `image`, `speech`; failing these
 * `audio`, `video` or nothing. From what came back, else from the format that was asked for.
 */
export function outputTypeOf(record: ExecutionRecord): string | undefined {
  if (record.kind === "task") return undefined;
  const input = fieldsOf(record.input);
  const made = madeType(record.output) ?? askedType(input);
  if (made === "audio") return saysText(input) ? "speech" : "audio";
  return made ?? (record.streamsText ? "text" : undefined);
}

type Made = Exclude<Modality, "file"> | "text" | "json";

function madeType(output: RecordedValue | undefined): Made | undefined {
  if (output === undefined || output === null) return undefined;
  const media = findMedia(output);
  if (media) return media.modality === "file" ? undefined : media.modality;
  if (typeof output === "string") return "text";
  if (!Array.isArray(output)) return "json";
  const types = new Set(output.map((item: RecordedValue) => madeType(item)));
  const [only] = types;
  // A list of words is a value of its own: the chunks of a text have been joined.
  return types.size === 1 && only !== "text" ? only : "json";
}

function askedType(input: Readonly<Record<string, RecordedValue | undefined>>): Made | undefined {
  const format = input["output_format"];
  if (typeof format !== "string") return undefined;
  const modality = modalityOf(mimeTypeOfExtension(format));
  return modality === "file" ? undefined : modality;
}

/** A text and who is to say it. */
function saysText(input: Readonly<Record<string, RecordedValue | undefined>>): boolean {
  const isVoice = (name: string): boolean => /^(?:voice|speaker)(?:_|$)/.test(name);
  return typeof input["text"] === "string" && Object.keys(input).some(isVoice);
}
