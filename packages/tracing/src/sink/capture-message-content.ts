import { report, type ErrorListener } from "../diagnostics/diagnostics.ts";

/** Where messages are written. */
export type CaptureMessageContent =
  | boolean
  | "NO_CONTENT"
  | "SPAN_ONLY"
  | "EVENT_ONLY"
  | "SPAN_AND_EVENT";

/** The same, answered. */
export interface CapturedContent {
  readonly onSpan: boolean;
  readonly onEvent: boolean;
}

const VARIABLE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

const NOTHING: CapturedContent = { onSpan: false, onEvent: false };
const SPAN: CapturedContent = { onSpan: true, onEvent: false };

/** Both forms that the variable has: a flag for JavaScript, a word for Python. */
const FORMS: Readonly<Record<string, CapturedContent>> = {
  "": NOTHING,
  no_content: NOTHING,
  span_only: SPAN,
  event_only: { onSpan: false, onEvent: true },
  span_and_event: { onSpan: true, onEvent: true },
  true: SPAN,
  "1": SPAN,
  false: NOTHING,
  "0": NOTHING,
};

/** What is allowed, for messages. */
export const CAPTURE_FORMS =
  "true, false, NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT" as const;

/** What a value says, in any case; `undefined` when it is none of the forms. */
export function readCapture(value: unknown): CapturedContent | undefined {
  if (typeof value !== "string" && typeof value !== "boolean") return undefined;
  const form = String(value).trim().toLowerCase();
  return Object.hasOwn(FORMS, form) ? FORMS[form] : undefined;
}

/**
 * What `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` says. Nothing is captured when it is
 * not there, or cannot be understood.
 */
export function captureByEnvironment(onError: ErrorListener): CapturedContent {
  const value = typeof process === "undefined" ? undefined : process.env[VARIABLE];
  const said = readCapture(value ?? "");
  if (said) return said;
  report(
    onError,
    `${VARIABLE} must be ${CAPTURE_FORMS}; got ${JSON.stringify(value)}, nothing is captured`,
  );
  return NOTHING;
}
