import type { VNode } from "preact";

/** Drawn on a grid of 16 with lines of 1.5, in the colour of the text. */
const PATHS = {
  search: "M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10Zm3.6-1.4L14 14",
  close: "m4 4 8 8m0-8-8 8",
  down: "m4 6 4 4 4-4",
  right: "m6 4 4 4-4 4",
  left: "m10 4-4 4 4 4",
  up: "m4 10 4-4 4 4",
  check: "m3 8.5 3.2 3.2L13 5",
  copy: "M5.5 5.5V3.8c0-.7.6-1.3 1.3-1.3h5.4c.7 0 1.3.6 1.3 1.3v5.4c0 .7-.6 1.3-1.3 1.3h-1.7M3.8 5.5h5.4c.7 0 1.3.6 1.3 1.3v5.4c0 .7-.6 1.3-1.3 1.3H3.8c-.7 0-1.3-.6-1.3-1.3V6.8c0-.7.6-1.3 1.3-1.3Z",
  link: "M6.5 9.5a2.5 2.5 0 0 0 3.6 0l2.5-2.6a2.5 2.5 0 0 0-3.5-3.5L8 4.5m1.5 2a2.5 2.5 0 0 0-3.6 0L3.4 9.1a2.5 2.5 0 0 0 3.5 3.5L8 11.5",
  outside:
    "M6 3H3.8C3 3 2.5 3.6 2.5 4.3v7.9c0 .7.6 1.3 1.3 1.3h7.9c.7 0 1.3-.6 1.3-1.3V10M9 2.5h4.5V7m0-4.5L7.5 8.5",
  image:
    "M3.5 2.5h9c.6 0 1 .4 1 1v9c0 .6-.4 1-1 1h-9c-.6 0-1-.4-1-1v-9c0-.6.4-1 1-1Zm-.8 8.3 3-3 3 3 1.8-1.8 2.8 2.8M10.3 6.2h0",
  audio: "M2.5 6.5v3m2.8-5v7M8 2.5v11m2.8-9v7m2.7-5v3",
  video:
    "M3.5 3.5h9c.6 0 1 .4 1 1v7c0 .6-.4 1-1 1h-9c-.6 0-1-.4-1-1v-7c0-.6.4-1 1-1Zm3.2 2.4v4.2L10.2 8 6.7 5.9Z",
  text: "M3 4h10M3 7h10M3 10h6",
  json: "M6 2.5H5c-.8 0-1.5.7-1.5 1.5v2L2.3 8l1.2 2v2c0 .8.7 1.5 1.5 1.5h1m4-11h1c.8 0 1.5.7 1.5 1.5v2L13.7 8l-1.2 2v2c0 .8-.7 1.5-1.5 1.5h-1",
  file: "M9 2.5H4.8c-.7 0-1.3.6-1.3 1.3v8.4c0 .7.6 1.3 1.3 1.3h6.4c.7 0 1.3-.6 1.3-1.3V6L9 2.5Zm0 0V6h3.5",
  none: "M5 8h6",
  download: "M8 2.5v7.2M5 7l3 3 3-3M2.5 13.5h11",
  trace: "M2.5 3.5h6m-3 4.5h7m-4 4.5h5",
  clock: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM8 5v3l2 1.5",
  keyboard:
    "M2.8 4h10.4c.7 0 1.3.6 1.3 1.3v5.4c0 .7-.6 1.3-1.3 1.3H2.8c-.7 0-1.3-.6-1.3-1.3V5.3C1.5 4.6 2.1 4 2.8 4ZM4 6.5h0m2.7 0h0m2.6 0h0m2.7 0h0M5 9.5h6",
} as const;

export type IconName = keyof typeof PATHS;

/** A small picture beside words, which say the same. */
export function Icon({
  name,
  size = 16,
}: {
  readonly name: IconName;
  readonly size?: number;
}): VNode {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
