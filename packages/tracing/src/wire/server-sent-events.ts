/** One event of a stream. */
export interface ServerSentEvent {
  /** Its name; `message` where it has none. */
  readonly event: string;
  readonly data: string;
  /** The id that this very event carries. The standard's "last event ID" would outlive it. */
  readonly id: string | undefined;
}

const LINE_FEED = "\n";
const CARRIAGE_RETURN = "\r";

/**
 * Reads server-sent events out of bytes or text that come in pieces of any size: lines end with
 * CR, LF or CRLF, also where a piece ends between the two; a byte order mark and comments are
 * skipped; what is incomplete at the end of the stream was never sent.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export class ServerSentEventParser {
  readonly #onEvent: (event: ServerSentEvent) => void;
  readonly #limit: number;
  #decoder: TextDecoder | undefined;
  /** A line whose end has not come yet. */
  #line = "";
  #endsWithCarriageReturn = false;
  #event = "";
  #data: string | undefined;
  #id: string | undefined;

  /** @param limit - Characters kept of one event's data and of one line; the rest is dropped. */
  constructor(onEvent: (event: ServerSentEvent) => void, limit: number) {
    this.#onEvent = onEvent;
    this.#limit = limit;
  }

  /** Takes the next piece. */
  push(piece: Uint8Array | string): void {
    const text = typeof piece === "string" ? piece : this.#decode(piece);
    if (text === "") return;
    let from = this.#endsWithCarriageReturn && text.startsWith(LINE_FEED) ? 1 : 0;
    this.#endsWithCarriageReturn = text.endsWith(CARRIAGE_RETURN);
    let feed = text.indexOf(LINE_FEED, from);
    let carriage = text.indexOf(CARRIAGE_RETURN, from);
    while (feed !== -1 || carriage !== -1) {
      const returns = carriage !== -1 && (feed === -1 || carriage < feed);
      const end = returns ? carriage : feed;
      this.#append(text, from, end);
      this.#readLine();
      from = end + (returns && feed === end + 1 ? 2 : 1);
      if (feed !== -1 && feed < from) feed = text.indexOf(LINE_FEED, from);
      if (returns) carriage = text.indexOf(CARRIAGE_RETURN, from);
    }
    this.#append(text, from, text.length);
  }

  #decode(bytes: Uint8Array): string {
    this.#decoder ??= new TextDecoder();
    return this.#decoder.decode(bytes, { stream: true });
  }

  #append(text: string, from: number, to: number): void {
    // Twice the limit, so that a name before the data takes nothing of it.
    const room = 2 * this.#limit - this.#line.length;
    if (to > from && room > 0) this.#line += text.slice(from, Math.min(to, from + room));
  }

  #readLine(): void {
    const line = this.#line;
    this.#line = "";
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "data") this.#addData(value);
    else if (name === "event") this.#event = value;
    else if (name === "id" && !value.includes("\0")) this.#id = value;
  }

  #addData(value: string): void {
    const joined = this.#data === undefined ? value : `${this.#data}\n${value}`;
    // One more than the limit, so that whoever measures it sees that it was longer.
    this.#data = joined.length > this.#limit ? joined.slice(0, this.#limit + 1) : joined;
  }

  #dispatch(): void {
    const [event, data, id] = [this.#event, this.#data, this.#id];
    this.#event = "";
    this.#data = undefined;
    this.#id = undefined;
    if (data !== undefined) this.#onEvent({ event: event === "" ? "message" : event, data, id });
  }
}
