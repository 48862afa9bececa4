import { isDeepStrictEqual } from "node:util";
import type { Posted } from "./log-in-process.ts";

/** How a recorded value differs from the original, by path. */
export interface Comparison {
  /** Where a text, or a part of one, was blanked out. */
  readonly redacted: readonly string[];
  /** Where anything else is different. */
  readonly different: readonly string[];
}

const REDACTED = "[REDACTED]";

/** Compares what a row holds with what it should hold: the same, with inline files as attachments. */
export function compareRecorded(
  original: unknown,
  recorded: unknown,
  { path, attachment }: { readonly path: string; readonly attachment: Posted["attachment"] },
): Comparison {
  const redacted: string[] = [];
  const different: string[] = [];
  const visit = (one: unknown, other: unknown, at: string): void => {
    if (typeof one === "string" && one.startsWith("data:")) {
      if (!isAttachmentOf(one, other, attachment)) different.push(at);
    } else if (typeof one === "string") {
      if (one === other) return;
      const isBlanked = typeof other === "string" && other.includes(REDACTED);
      (isBlanked ? redacted : different).push(at);
    } else if (typeof one !== "object" || one === null) {
      if (!Object.is(one, other)) different.push(at);
    } else if (typeof other !== "object" || other === null || !sameKeys(one, other)) {
      different.push(at);
    } else {
      for (const [key, child] of Object.entries(one)) {
        visit(child, (other as Record<string, unknown>)[key], `${at}.${key}`);
      }
    }
  };
  visit(original, recorded, path);
  return { redacted, different };
}

function sameKeys(one: object, other: object): boolean {
  return (
    Array.isArray(one) === Array.isArray(other) &&
    isDeepStrictEqual(Object.keys(one).toSorted(), Object.keys(other).toSorted())
  );
}

/** Whether the row refers to an attachment that was uploaded byte for byte. */
function isAttachmentOf(uri: string, value: unknown, attachment: Posted["attachment"]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, key, content_type: contentType } = value as Record<string, unknown>;
  if (type !== "braintrust_attachment" || typeof key !== "string") return false;
  const [head = "", body = ""] = uri.slice("data:".length).split(",", 2);
  const bytes = Buffer.from(body, /;\s*base64$/.test(head) ? "base64" : "utf8");
  const uploaded = attachment(key)?.bytes;
  return contentType === head.split(";")[0] && uploaded !== undefined && bytes.equals(uploaded);
}
