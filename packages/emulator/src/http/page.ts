const PAGE_SIZE = 100;

/** A page of a list: `next` and `previous` are absolute URLs. */
export interface Page {
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly unknown[];
}

/** Cuts the page out of `items` that the `cursor` of a request's query names. */
export function pageOf<T>(
  items: readonly T[],
  request: { url: string; listUrl: string },
  show: (item: T) => unknown,
): Page {
  const cursor = new URL(request.url).searchParams.get("cursor") ?? "";
  const offset = Math.max(0, Number(Buffer.from(cursor, "base64url").toString()) || 0);
  const at = (start: number): string =>
    `${request.listUrl}?cursor=${Buffer.from(String(start)).toString("base64url")}`;
  return {
    next: offset + PAGE_SIZE < items.length ? at(offset + PAGE_SIZE) : null,
    previous: offset > 0 ? at(Math.max(0, offset - PAGE_SIZE)) : null,
    results: items.slice(offset, offset + PAGE_SIZE).map(show),
  };
}
