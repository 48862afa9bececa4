import Replicate from "replicate";
import { expect, it } from "vitest";
import { errorSigns } from "../../src/exchange/error-signs.ts";
import { errorTypeOf } from "../../src/sink/genai-error-type.ts";

function typeOf(error: unknown): string | undefined {
  return errorTypeOf({ error: "thrown", errorSigns: errorSigns(error), status: undefined });
}

class Own extends Error {
  override readonly name = "MyAppWasNotPleasedWith17";
}

it.each<[string, unknown]>([
  [
    "ECONNREFUSED",
    new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) }),
  ],
  ["ECONNRESET", Object.assign(new Error("socket"), { code: "ECONNRESET" })],
  [
    "UND_ERR_HEADERS_TIMEOUT",
    new TypeError("fetch failed", { cause: { code: "UND_ERR_HEADERS_TIMEOUT" } }),
  ],
  ["CERT_HAS_EXPIRED", new TypeError("fetch failed", { cause: { code: "CERT_HAS_EXPIRED" } })],
  ["TypeError", new TypeError("x")],
  ["SyntaxError", new SyntaxError("x")],
  ["AbortError", new DOMException("x", "AbortError")],
  ["TimeoutError", new DOMException("x", "TimeoutError")],
  ["429", Object.assign(new Error("x"), { status: 429 })],
  ["_OTHER", Object.assign(new Error("x"), { status: 200 })],
  ["_OTHER", Object.assign(new Error("x"), { code: "order 17 failed" })],
  ["_OTHER", new Own("x")],
  ["_OTHER", new Error("x")],
  ["_OTHER", "text"],
  ["_OTHER", undefined],
  ["_OTHER", null],
  ["_OTHER", Proxy.revocable(new Error("x"), {}).proxy],
])("is %s", (type, error) => {
  expect(typeOf(error)).toBe(type);
});

it("is the status of a refusal of the client", async () => {
  const fetch = (): Promise<Response> =>
    Promise.resolve(Response.json({ detail: "no" }, { status: 402 }));
  const refused = new Replicate({ auth: "none", fetch }).run("acme/text", { input: {} });
  const error: unknown = await refused.catch((thrown: unknown) => thrown);
  expect(typeOf(error)).toBe("402");
});

it("survives what cannot be looked at", () => {
  const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
  revoke();
  expect(typeOf(proxy)).toBe("_OTHER");
});

it("is Replicate's own word of a prediction, and none where there is no error", () => {
  const about = { error: "x", errorSigns: ["TypeError"] };
  expect(errorTypeOf({ ...about, status: "failed" })).toBe("prediction_failed");
  expect(errorTypeOf({ ...about, status: "aborted" })).toBe("prediction_aborted");
  expect(errorTypeOf({ ...about, error: undefined, status: "canceled" })).toBeUndefined();
});
