import type { RequestHead } from "../http/request-head.ts";
import { braintrustParent } from "./baggage.ts";

/** What holds rows in Braintrust. */
export interface RowObject {
  readonly kind: "project_name" | "project_id" | "experiment_id";
  readonly value: string;
}

/** Where the spans of a request hang. */
export interface RequestParent {
  readonly object: RowObject;
  /** The span that the client was in, when it says. */
  readonly span: { readonly spanId: string; readonly rootSpanId: string } | undefined;
  /** The header of that name, for who reads it in its own way. */
  readonly traceparent?: string;
}

/** Reads a slug, which is how older SDKs export a span; undefined when it is none. */
export type ReadSlug = (slug: string) => RequestParent | undefined;

const KINDS = ["project_name", "project_id", "experiment_id"] as const;
const MAX_LENGTH = 1024;

/** W3C trace context: version, trace id, parent id, flags; more only in versions after the first. */
const TRACEPARENT =
  /^(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-|$)/;

/**
 * Says where the spans of a request hang, by its headers: the member `braintrust.parent` of
 * `baggage`, else the older `x-bt-parent`, else the gateway's own project; below the span that
 * `traceparent` names, if any.
 *
 * @see https://github.com/braintrustdata/braintrust-spec features/distributed-tracing.md
 */
export class RequestParents {
  readonly #fallback: RowObject;
  readonly #readSlug: ReadSlug;
  readonly #plain: RequestParent;

  /** @param fallback - For requests that name no project. */
  constructor(fallback: RowObject, readSlug: ReadSlug) {
    this.#fallback = fallback;
    this.#readSlug = readSlug;
    this.#plain = { object: fallback, span: undefined };
  }

  of({ traceparent, baggage, parent }: RequestHead): RequestParent {
    if (traceparent === undefined && baggage === undefined && parent === undefined) {
      return this.#plain;
    }
    const inBaggage = baggage === undefined ? undefined : objectOf(braintrustParent(baggage));
    const older = parent === undefined || inBaggage ? undefined : this.#older(parent);
    const object = inBaggage ?? older?.object ?? this.#fallback;
    const span = spanOf(traceparent) ?? older?.span;
    return { object, span, ...(traceparent !== undefined && { traceparent }) };
  }

  #older(parent: string): RequestParent | undefined {
    const object = objectOf(parent);
    if (object !== undefined) return { object, span: undefined };
    return parent.length > MAX_LENGTH ? undefined : this.#readSlug(parent);
  }
}

function spanOf(traceparent: string | undefined): RequestParent["span"] {
  const match = traceparent === undefined ? null : TRACEPARENT.exec(traceparent.trim());
  const [, rootSpanId, spanId] = match ?? [];
  return rootSpanId === undefined || spanId === undefined ? undefined : { rootSpanId, spanId };
}

function objectOf(parent: string | undefined): RowObject | undefined {
  if (parent === undefined || parent.length > MAX_LENGTH) return undefined;
  const colon = parent.indexOf(":");
  const kind = KINDS.find((one) => one === parent.slice(0, colon));
  const value = parent.slice(colon + 1);
  return kind === undefined || value === "" ? undefined : { kind, value };
}
