import type { VNode } from "preact";
import type { ApiJson, MediaItem } from "../../../src/api/contract.ts";
import type { JsonObject } from "../api/json.ts";
import { isWhollyMedia, mediaAt } from "../media/media-at.ts";
import { MediaGallery } from "../media/media-gallery.tsx";
import { JsonTree } from "../value/json-tree.tsx";
import { TextView } from "../value/text-view.tsx";

/** More fields than any model has are a tree. */
const MOST_FIELDS = 60;
const SHORT = 36;

interface InputFieldsProps {
  readonly input: JsonObject;
  readonly media: readonly MediaItem[];
}

/** The input field by field, the long texts first, as the caller thinks of them. */
export function InputFields({ input, media }: InputFieldsProps): VNode {
  const names = Object.keys(input);
  if (names.length === 0) return <p class="quiet-words">The input is empty.</p>;
  if (names.length > MOST_FIELDS) return <JsonTree value={input} label="Input" open />;
  const long = names.filter(
    (name) => isLong(input[name]) || mediaAt(media, `input.${name}`).length > 0,
  );
  const short = names.filter((name) => !long.includes(name));
  return (
    <dl class="fields">
      {long.map((name) => (
        <div class="field wide" key={name}>
          <dt class="logged">{name}</dt>
          <dd>
            <Field name={name} value={input[name] ?? null} media={media} />
          </dd>
        </div>
      ))}
      {short.map((name) => (
        <div class="field" key={name}>
          <dt class="logged">{name}</dt>
          <dd>
            <ShortValue value={input[name] ?? null} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function isLong(value: ApiJson | undefined): boolean {
  if (typeof value === "string") return value.length > SHORT || value.includes("\n");
  return typeof value === "object" && value !== null;
}

interface FieldProps {
  readonly name: string;
  readonly value: ApiJson;
  readonly media: readonly MediaItem[];
}

function Field({ name, value, media }: FieldProps): VNode {
  const path = `input.${name}`;
  const files = mediaAt(media, path);
  return (
    <div class="values">
      {files.length > 0 && <MediaGallery items={files} label={`Files of ${name}`} small />}
      {!isWhollyMedia(value, path, files) &&
        (typeof value === "string" ? (
          <TextView text={value} label={name} />
        ) : (
          <JsonTree value={value} label={name} />
        ))}
    </div>
  );
}

function ShortValue({ value }: { readonly value: ApiJson }): VNode {
  if (typeof value === "string") {
    return (
      <span class="logged" dir="auto">
        {value === "" ? "“”" : value}
      </span>
    );
  }
  return <span class="mono">{JSON.stringify(value)}</span>;
}
