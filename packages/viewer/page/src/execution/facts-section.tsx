import type { ComponentChildren, VNode } from "preact";
import type { ExecutionDetail } from "../../../src/api/contract.ts";
import { formatDuration } from "../../../src/trace-tree/format-duration.ts";
import { numberAt, objectAt, textAt } from "../api/json.ts";
import { formatCount } from "../format/format-count.ts";
import { formatMoment, formatWhole, isoMoment } from "../format/format-moment.ts";
import { OutsideLink } from "../markdown/markdown.tsx";
import { webAddress } from "../markdown/parse-markdown.ts";
import { CopyButton } from "../shell/copy-button.tsx";
import { Section } from "./section.tsx";
import { timingOf, tokenRateOf, type TokenRate } from "./timing-of.ts";

interface FactsProps {
  readonly detail: ExecutionDetail;
}

/** Numbers and names beside the execution; what nobody reported is not there. */
export function FactsSection({ detail }: FactsProps): VNode {
  return (
    <Section title="Facts">
      <dl class="facts">
        <Usage detail={detail} />
        <Names detail={detail} />
        <Origin detail={detail} />
      </dl>
    </Section>
  );
}

function Usage({ detail }: FactsProps): VNode {
  const { summary, row } = detail;
  const rate = tokenRateOf(detail);
  const metrics = objectAt(row, "metrics");
  return (
    <>
      <Count name="Tokens in" count={summary.promptTokens} />
      <Count name="Tokens out" count={summary.completionTokens} />
      <Seconds name="First token after" seconds={timingOf(detail).firstToken} />
      {rate !== undefined && <Fact name="Tokens a second">{describeRate(rate)}</Fact>}
      <Count name="Images" count={numberAt(metrics, "image_count") ?? null} />
      <Seconds name="Video" seconds={numberAt(metrics, "video_output_duration_seconds")} />
      <Seconds name="Sound" seconds={numberAt(metrics, "audio_output_duration_seconds")} />
    </>
  );
}

function describeRate({ perSecond, source }: TokenRate): string {
  const number = formatCount(Number(perSecond.toPrecision(3)));
  return source === "reported" ? `${number}, as reported` : `${number} while ${source}`;
}

function Names({ detail }: FactsProps): VNode {
  const { summary, row } = detail;
  const metadata = objectAt(row, "metadata");
  const page = webAddress(textAt(metadata, "url") ?? "");
  return (
    <>
      <Id name="Prediction" id={summary.predictionId} />
      {page !== undefined && (
        <Fact name="Page">
          <OutsideLink address={page}>{page}</OutsideLink>
        </Fact>
      )}
      <Id name="Version" id={summary.version} />
      {summary.deployment !== null && <Fact name="Deployment">{summary.deployment}</Fact>}
      <Count name="Attempts" count={numberAt(metadata, "attempts") ?? null} />
      {summary.incomplete !== null && (
        <Fact name="Incomplete">{summary.incomplete.replaceAll("_", " ")}</Fact>
      )}
    </>
  );
}

function Origin({ detail }: FactsProps): VNode {
  const { summary, row, createdBy } = detail;
  const caller = callerOf(detail);
  return (
    <>
      <Fact name="Started">
        <time dateTime={isoMoment(summary.startedAt)} title={formatWhole(summary.startedAt)}>
          {formatMoment(summary.startedAt)}
        </time>
      </Fact>
      {summary.project !== null && <Fact name="Project">{summary.project.name}</Fact>}
      <Fact name="Span">{textAt(objectAt(row, "span_attributes"), "name") ?? summary.name}</Fact>
      {caller !== undefined && (
        <Fact name="Called from">
          <span title={caller.whole.slice(0, LONGEST)}>{caller.short.slice(0, LONGEST)}</span>
        </Fact>
      )}
      {createdBy !== null && <Fact name="Written by">{createdBy}</Fact>}
    </>
  );
}

interface Caller {
  readonly short: string;
  readonly whole: string;
}

/** Where in the app the call was made; of a long path its end, which tells most. */
function callerOf({ row }: ExecutionDetail): Caller | undefined {
  const context = objectAt(row, "context");
  const file = textAt(context, "caller_filename");
  if (file === undefined) return undefined;
  const line = numberAt(context, "caller_lineno");
  const name = textAt(context, "caller_functionname");
  const place = (path: string): string =>
    `${name === undefined ? "" : `${name} in `}${path}${line === undefined ? "" : `:${line}`}`;
  return { short: place(file.split(/[\\/]/).slice(-2).join("/")), whole: place(file) };
}

/** Characters of a fact: what is longer is in the row's JSON. */
const LONGEST = 300;

interface FactProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

function Fact({ name, children }: FactProps): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="logged">{typeof children === "string" ? children.slice(0, LONGEST) : children}</dd>
    </div>
  );
}

function Count({
  name,
  count,
}: {
  readonly name: string;
  readonly count: number | null;
}): VNode | null {
  return count === null ? null : <Fact name={name}>{formatCount(count)}</Fact>;
}

interface SecondsProps {
  readonly name: string;
  readonly seconds: number | undefined;
}

function Seconds({ name, seconds }: SecondsProps): VNode | null {
  return seconds === undefined ? null : <Fact name={name}>{formatDuration(seconds)}</Fact>;
}

function Id({ name, id }: { readonly name: string; readonly id: string | null }): VNode | null {
  if (id === null) return null;
  return (
    <Fact name={name}>
      <span class="fact-id">
        <span class="mono" title={id.slice(0, LONGEST)}>
          {id.slice(0, 40)}
        </span>
        <CopyButton text={id} label={`Copy ${name.toLowerCase()}`} />
      </span>
    </Fact>
  );
}
