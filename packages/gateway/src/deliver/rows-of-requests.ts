import { hash, randomBytes } from "node:crypto";
import type {
  ErrorListener,
  IdentifiedPart,
  RowIdentity,
  RowWriter,
} from "braintrust-replicate/http";
import type { RequestParent } from "../trace/request-parents.ts";
import type { Deliverer } from "./deliverer.ts";
import { noteSize } from "./size-of.ts";

/** An inline file, as the library hands it over. */
type Media = Parameters<RowWriter["attach"]>[0];

/** Makes an attachment of the SDK. */
type MakeAttachment = (file: {
  readonly data: Blob;
  readonly filename: string;
  readonly contentType: string;
}) => object;

/** How the rows of requests are made. */
export interface RowsOptions {
  readonly deliverer: Deliverer;
  readonly shared: boolean;
  readonly makeAttachment: MakeAttachment;
}

/** Names the rows of the gateway's spans, and hands them to the queue. */
export class RowsOfRequests implements RowWriter<RequestParent> {
  readonly shared: boolean;
  readonly #options: RowsOptions;

  constructor(options: RowsOptions) {
    this.shared = options.shared;
    this.#options = options;
  }

  place(parent: unknown): RequestParent | undefined {
    return typeof parent === "object" && parent !== null ? (parent as RequestParent) : undefined;
  }

  /** The ids follow from the row's: another replica, or the same one again, finds the same. */
  identify({ span }: RequestParent, rowId: string | undefined): RowIdentity {
    const id = rowId ?? randomBytes(8).toString("hex");
    const digest = hash("sha256", id, "hex");
    const ids = { id, span_id: digest.slice(0, 16), root_span_id: digest.slice(16, 48) };
    if (span === undefined) return ids;
    return { ...ids, root_span_id: span.rootSpanId, span_parents: [span.spanId] };
  }

  write({ object }: RequestParent, part: IdentifiedPart): void {
    this.#options.deliverer.add(object, part);
  }

  attach(media: Media, onError: ErrorListener): unknown {
    try {
      const data = media.load();
      const { filename, contentType } = media;
      const attachment = this.#options.makeAttachment({ data, filename, contentType });
      noteSize(attachment, data.size);
      return attachment;
    } catch {
      onError(new Error("braintrust-replicate-gateway: a file could not be attached"));
      return "<omitted>";
    }
  }

  async flush(): Promise<void> {
    // The gateway flushes the queue itself, once, when it stops.
  }
}
