import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Dispatcher } from "undici";
import { answerProblem } from "../http/problem.ts";
import type { Route } from "../http/route.ts";
import { UrlSplicer, type ReplaceUrl } from "../rewrite/url-splicer.ts";
import type { BodyObserver, SeenExchange } from "braintrust-replicate/http";
import { RewrittenBody, UntouchedBody, type AnswerBody } from "./answer-body.ts";
import { ClientWriter } from "./client-writer.ts";
import { decoderFor, isIdentity } from "./decoder.ts";
import { responseHeaders } from "./response-head.ts";
import { codeOf, upstreamProblem } from "./upstream-problem.ts";

/** How a passage ended. */
interface PassageEnd {
  /** What the client was answered; 499 when it left before that. */
  readonly status: number;
  /** Milliseconds until the head of Replicate's answer, when there was one. */
  readonly upstreamMs: number | undefined;
  /** Why Replicate gave no whole answer. */
  readonly error: unknown;
}

/** What a passage needs. */
export interface PassageParts {
  readonly method: string;
  readonly route: Route;
  readonly response: ServerResponse;
  readonly replaceUrl: ReplaceUrl;
  readonly replaceLocation: (location: string) => string | undefined;
  /** Whether the client's connection is to close after the answer. */
  readonly closing: () => boolean;
  /** Called once, when it is over for the client. */
  readonly onEnd: (end: PassageEnd) => void;
}

type Controller = Dispatcher.DispatchController;
type ResponseStart = [Controller, number, IncomingHttpHeaders, string?];

/** Replicate's status for a client that did not wait; nobody sees it but metrics and logs. */
export const CLIENT_LEFT = 499;

/** Brings one answer of Replicate to the client that asked. */
export class Passage implements Dispatcher.DispatchHandler {
  readonly #parts: PassageParts;
  readonly #writer: ClientWriter;
  readonly #sentAt = performance.now();
  #controller: Controller | undefined;
  #exchange: SeenExchange | undefined;
  #body: AnswerBody | undefined;
  #observer: BodyObserver | undefined;
  #upstreamMs: number | undefined;
  #notModified = false;
  #clientLeft = false;
  #error: unknown;

  constructor(parts: PassageParts) {
    this.#parts = parts;
    this.#writer = new ClientWriter(parts.response);
    parts.response.once("close", () => this.#closed());
  }

  /** Tells an exchange of the answer; at once when there will be none. */
  tell(exchange: SeenExchange | undefined): void {
    this.#exchange = exchange;
    if (this.#error !== undefined) this.#tellFailure();
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#clientLeft) controller.abort(new ClientLeft());
  }

  onResponseStart(...[controller, status, headers, message]: ResponseStart): void {
    if (status < 200) return;
    this.#upstreamMs = performance.now() - this.#sentAt;
    this.#notModified = status === 304;
    const contentType = headers["content-type"];
    this.#observer = this.#exchange?.responded({ status, contentType });
    const raw = (controller.rawHeaders ?? []) as (Buffer | string)[];
    const coding = headers["content-encoding"];
    const rewrites = this.#rewrites(status, contentType, coding);
    const sendHead = (length?: number): void => {
      const changes = {
        connection: headers.connection,
        rewritten: rewrites,
        length,
        close: this.#parts.closing(),
        location: this.#parts.replaceLocation,
      };
      this.#writer.head({ status, message, headers: responseHeaders(raw, changes) });
    };
    if (rewrites) this.#body = this.#rewrittenBody(controller, coding, sendHead);
    else {
      sendHead();
      // The head of a stream must not wait for its first event.
      if (this.#parts.route.name === "stream") this.#writer.flushHead();
      this.#writer.from(controller);
      const decoder = this.#observer && !isIdentity(coding) ? decoderFor(coding ?? "") : undefined;
      this.#body = new UntouchedBody(this.#writer, this.#observer, decoder);
    }
  }

  onResponseData(_controller: Controller, piece: Buffer): void {
    this.#body?.push(piece);
  }

  onResponseEnd(): void {
    this.#body?.end();
  }

  onResponseError(_controller: Controller | undefined, error: Error): void {
    // The length that a 304 gives is that of the body which it leaves out (RFC 9110, 15.4.5).
    if (this.#notModified && codeOf(error) === WRONG_LENGTH) this.onResponseEnd();
    else this.fail(error);
  }

  /** There is no answer, or no more of it. */
  fail(error: unknown): void {
    if (this.#error !== undefined) return;
    this.#error = error ?? new Error("no answer");
    this.#body?.stop();
    this.#answerFailure(error);
    this.#tellFailure();
  }

  #answerFailure(error: unknown): void {
    const { response } = this.#parts;
    if (this.#clientLeft) return;
    if (response.headersSent) this.#writer.destroy();
    else answerProblem(response, upstreamProblem(error));
  }

  #tellFailure(): void {
    const why = this.#clientLeft ? "stopped" : "lost";
    if (this.#observer !== undefined) this.#observer.broke(why, this.#error);
    else this.#exchange?.failed(this.#error, { ownAbort: this.#clientLeft });
  }

  #rewrites(status: number, type: string | undefined, coding: string | undefined): boolean {
    const { route, method } = this.#parts;
    if (route.shape === undefined || method === "HEAD") return false;
    if (status === 204 || status === 206 || status === 304) return false;
    if (type === undefined || !/^application\/json\b/i.test(type)) return false;
    return isIdentity(coding) || KNOWN_CODING.test(coding ?? "");
  }

  #rewrittenBody(
    source: Controller,
    coding: string | undefined,
    sendHead: (length?: number) => void,
  ): AnswerBody {
    return new RewrittenBody({
      writer: this.#writer,
      splicer: new UrlSplicer(this.#parts.route.shape ?? "page", this.#parts.replaceUrl),
      observer: this.#observer,
      decoder: isIdentity(coding) ? undefined : decoderFor(coding ?? ""),
      source,
      sendHead,
      onError: (error) => {
        this.fail(error);
        source.abort(error);
      },
    });
  }

  /** The client's connection is done with this answer, or gone. */
  #closed(): void {
    const { response, onEnd } = this.#parts;
    if (!response.writableFinished && this.#error === undefined) {
      this.#clientLeft = true;
      this.#controller?.abort(new ClientLeft());
      this.fail(new ClientLeft());
    }
    const status = this.#clientLeft ? CLIENT_LEFT : response.statusCode;
    const error = this.#clientLeft ? undefined : this.#error;
    onEnd({ status, upstreamMs: this.#upstreamMs, error });
  }
}

const WRONG_LENGTH = "UND_ERR_RES_CONTENT_LENGTH_MISMATCH";
const KNOWN_CODING = /^\s*(?:gzip|x-gzip|deflate|br)\s*$/i;

/** The client closed its connection before it had the whole answer. */
class ClientLeft extends Error {
  override readonly name = "AbortError";

  constructor() {
    super("the client closed its connection");
  }
}
