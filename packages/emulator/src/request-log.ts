/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** The URL as the caller gave it, or as the socket's `Host` header makes it. */
  readonly url: string;
  /** Path and query below the origin of a listening emulator, whatever host the URL names. */
  readonly path: string;
  /** Names in lower case. Credentials are kept as they came: this is for tests. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as UTF-8 text. */
  readonly text: string;
}

/** Remembers requests in the order in which they arrived. */
export class RequestLog {
  readonly requests: RecordedRequest[] = [];

  /** Takes a place in the order at once and fills it in when the body has been read. */
  async record(request: Request, seen: { url: string; path: string }): Promise<RecordedRequest> {
    const head = {
      method: request.method,
      ...seen,
      headers: Object.fromEntries(request.headers),
      body: new Uint8Array(),
      text: "",
    };
    this.requests.push(head);
    if (request.body === null) return head;
    head.body = new Uint8Array(await request.arrayBuffer());
    head.text = new TextDecoder().decode(head.body);
    return head;
  }

  /** Forgets them all. */
  clear(): void {
    this.requests.length = 0;
  }
}
