import type { ApiJson, MediaItem } from "../../../src/api/contract.ts";

/** The files at a place of a row and below it, in their order. */
export function mediaAt(media: readonly MediaItem[], path: string): readonly MediaItem[] {
  return media.filter((item) => item.path === path || item.path.startsWith(`${path}.`));
}

/** Whether a value is nothing but its files: one of them, or a list of them. */
export function isWhollyMedia(
  value: ApiJson | undefined,
  path: string,
  media: readonly MediaItem[],
): boolean {
  if (media.some((item) => item.path === path)) return true;
  if (!Array.isArray(value) || value.length === 0) return false;
  const paths = new Set(media.map((item) => item.path));
  return value.every((_, index) => paths.has(`${path}.${index}`));
}
