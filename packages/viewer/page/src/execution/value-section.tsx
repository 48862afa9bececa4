import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import type { ApiJson, ExecutionDetail } from "../../../src/api/contract.ts";
import { isJsonObject, textAt } from "../api/json.ts";
import { isWhollyMedia, mediaAt } from "../media/media-at.ts";
import { MediaGallery } from "../media/media-gallery.tsx";
import { CopyButton } from "../shell/copy-button.tsx";
import { JsonTree } from "../value/json-tree.tsx";
import { useTextForm, type TextForm } from "../value/text-form.tsx";
import { TextView } from "../value/text-view.tsx";
import { InputFields } from "./input-fields.tsx";
import { Section } from "./section.tsx";
import { useWholeDetail } from "./use-whole-detail.ts";

interface ValueSectionProps {
  readonly title: "Input" | "Output";
  readonly detail: ExecutionDetail;
}

/** What went in or came out, as what it is, or as the JSON that was logged. */
export function ValueSection({ title, detail }: ValueSectionProps): VNode {
  const [json, setJson] = useState(false);
  const name = title === "Input" ? "input" : "output";
  const wholeDetail = useWholeDetail(detail);
  const value = detail.row[name] ?? null;
  const media = mediaAt(detail.media, name);
  const text = typeof value === "string" && media.length === 0 ? value : undefined;
  const { form, choice } = useTextForm(text);
  const rendered = media.length > 0 || (name === "input" && isJsonObject(value));
  const tools = (
    <>
      {text !== undefined && choice}
      {text !== undefined && (
        <CopyButton
          text={async () => textAt((await wholeDetail()).row, name) ?? text}
          label={`Copy the ${name}`}
        />
      )}
      {rendered && <JsonSwitch json={json} choose={setJson} />}
    </>
  );
  if (value === null) {
    return (
      <Section title={title}>
        <Absent title={title} running={detail.summary.endedAt === null} />
      </Section>
    );
  }
  return (
    <Section title={title} tools={tools}>
      {json ? (
        <JsonTree value={value} label={title} open />
      ) : (
        <Rendered value={value} name={name} detail={detail} form={form} />
      )}
    </Section>
  );
}

interface JsonSwitchProps {
  readonly json: boolean;
  readonly choose: (json: boolean) => void;
}

function JsonSwitch({ json, choose }: JsonSwitchProps): VNode {
  return (
    <div class="segmented" role="group" aria-label="Show as">
      <button type="button" aria-pressed={!json} onClick={() => choose(false)}>
        Rendered
      </button>
      <button type="button" aria-pressed={json} onClick={() => choose(true)}>
        JSON
      </button>
    </div>
  );
}

interface RenderedProps {
  readonly value: ApiJson;
  readonly name: "input" | "output";
  readonly detail: ExecutionDetail;
  readonly form: TextForm;
}

function Rendered({ value, name, detail, form }: RenderedProps): VNode {
  const label = name === "input" ? "Input" : "Output";
  if (name === "input" && isJsonObject(value)) {
    return <InputFields input={value} media={detail.media} />;
  }
  const media = mediaAt(detail.media, name);
  return (
    <div class="values">
      {media.length > 0 && (
        <MediaGallery items={media} label={`Files of the ${name}`} small={name === "input"} />
      )}
      {!isWhollyMedia(value, name, media) && plain(value, label, form)}
    </div>
  );
}

function plain(value: ApiJson, label: string, form: TextForm): ComponentChildren {
  if (typeof value === "string") return <TextView text={value} label={label} form={form} />;
  return <JsonTree value={value} label={label} />;
}

function Absent({ title, running }: { readonly title: string; readonly running: boolean }): VNode {
  if (title === "Input") return <p class="quiet-words">No input was logged.</p>;
  return (
    <p class="quiet-words">
      {running ? "Nothing yet; it is still running." : "No output was logged."}
    </p>
  );
}
