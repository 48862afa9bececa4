import type { VNode } from "preact";
import type { ExecutionSummary, OutputKind } from "../../../src/api/contract.ts";
import { countOf } from "../format/format-count.ts";
import { isOwnMedia } from "../media/own-media.ts";
import { Icon } from "../shell/icon.tsx";

const NOUNS: { readonly [kind in OutputKind]: string } = {
  text: "text",
  image: "image",
  audio: "sound",
  video: "video",
  json: "value",
  file: "file",
  none: "",
};

/** What came out: a small picture, the first words, or what there is how many of. */
export function OutputPreview({ summary }: { readonly summary: ExecutionSummary }): VNode {
  const { error, thumbnail, outputKind } = summary;
  if (error !== null) {
    return (
      <span class="row-output row-error logged" dir="auto">
        <span class="only-heard"> Error: </span>
        {error}
      </span>
    );
  }
  return (
    <span class="row-output">
      {isOwnMedia(thumbnail) ? (
        <img class="row-thumbnail" src={thumbnail} alt="" loading="lazy" decoding="async" />
      ) : (
        outputKind !== "none" && outputKind !== "text" && <KindTile kind={outputKind} />
      )}
      <span class="row-words logged" dir="auto">
        {outputKind !== "none" && <span class="only-heard"> Output: </span>}
        {words(summary)}
      </span>
    </span>
  );
}

function KindTile({ kind }: { readonly kind: OutputKind }): VNode {
  return (
    <span class="row-thumbnail tile">
      <Icon name={kind} size={18} />
    </span>
  );
}

/** Of one file its name; of several how many; of texts and values the first words. */
function words(summary: ExecutionSummary): string {
  const { outputKind, outputText, outputCount } = summary;
  const files = outputKind !== "text" && outputKind !== "json" && outputKind !== "none";
  if (outputText === null || (files && outputCount > 1)) return countedOutput(summary);
  return outputText;
}

function countedOutput({ outputKind, outputCount, incomplete }: ExecutionSummary): string {
  if (outputKind === "none") return incomplete === null ? "" : incomplete.replaceAll("_", " ");
  return countOf(Math.max(1, outputCount), NOUNS[outputKind]);
}
