/** A request that somebody sends on purpose, and the answer to it. */
export interface HostileRequest {
  readonly what: string;
  readonly bytes: string;
  /** The status of the answer; 0 when the connection is closed without one. */
  readonly status: number;
  /** Only for a gateway that has a key. */
  readonly keyed?: true;
}

const HOST = "Host: 127.0.0.1:4780";
const AUTH = "Authorization: Bearer r8_test";

function request(line: string, ...[headers, body]: [(readonly string[])?, string?]): string {
  return [line, HOST, AUTH, ...(headers ?? []), "", body ?? ""].join("\r\n");
}

const get = (path: string, headers: readonly string[] = []): string =>
  request(`GET ${path} HTTP/1.1`, headers);
const post = (headers: readonly string[], body: string): string =>
  request("POST /v1/predictions HTTP/1.1", headers, body);
/** What an attacker wants to have taken for a request of its own. */
const SMUGGLED = "GET /v1/account HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

const SMUGGLING: readonly HostileRequest[] = [
  {
    what: "Content-Length and Transfer-Encoding at once",
    bytes: post(["Content-Length: 4", "Transfer-Encoding: chunked"], `0\r\n\r\n${SMUGGLED}`),
    status: 400,
  },
  {
    what: "Transfer-Encoding and Content-Length at once",
    bytes: post(["Transfer-Encoding: chunked", "Content-Length: 5"], `0\r\n\r\n${SMUGGLED}`),
    status: 400,
  },
  {
    what: "two different Content-Length",
    bytes: post(["Content-Length: 0", "Content-Length: 60"], SMUGGLED),
    status: 400,
  },
  {
    what: "two equal Content-Length",
    bytes: post(["Content-Length: 2", "Content-Length: 2"], "{}"),
    status: 400,
  },
  {
    what: "a list as Content-Length",
    bytes: post(["Content-Length: 2, 2"], "{}"),
    status: 400,
  },
  { what: "a Content-Length with a sign", bytes: post(["Content-Length: +2"], "{}"), status: 400 },
  { what: "a hexadecimal Content-Length", bytes: post(["Content-Length: 0x2"], "{}"), status: 400 },
  { what: "a negative Content-Length", bytes: post(["Content-Length: -1"], "{}"), status: 400 },
  {
    what: "a Content-Length beyond all numbers",
    bytes: post(["Content-Length: 99999999999999999999999"], "{}"),
    status: 400,
  },
  {
    what: "a Transfer-Encoding other than chunked",
    bytes: post(["Transfer-Encoding: xchunked"], `0\r\n\r\n${SMUGGLED}`),
    status: 501,
  },
  {
    what: "chunked behind another Transfer-Encoding",
    bytes: post(["Transfer-Encoding: gzip, chunked"], "0\r\n\r\n"),
    status: 501,
  },
  {
    what: "another Transfer-Encoding behind chunked",
    bytes: post(["Transfer-Encoding: chunked, identity"], `0\r\n\r\n${SMUGGLED}`),
    status: 400,
  },
  {
    what: "two Transfer-Encoding",
    bytes: post(["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], "0\r\n\r\n"),
    status: 400,
  },
  {
    what: "a space before the colon of Transfer-Encoding",
    bytes: post(["Transfer-Encoding : chunked"], `0\r\n\r\n${SMUGGLED}`),
    status: 400,
  },
  {
    what: "a tab within Transfer-Encoding's value",
    bytes: post(["Transfer-Encoding:\tchunked\u000b"], `0\r\n\r\n${SMUGGLED}`),
    status: 400,
  },
  {
    what: "Transfer_Encoding, which some servers take for the header",
    bytes: post(["Transfer_Encoding: chunked", "Content-Length: 0"], ""),
    status: 400,
  },
  {
    what: "Content_Length, which some servers take for the header",
    bytes: post(["Content_Length: 10", "Content-Length: 0"], ""),
    status: 400,
  },
  {
    what: "a chunk size that is no number",
    bytes: post(["Transfer-Encoding: chunked"], "zz\r\nabc\r\n0\r\n\r\n"),
    status: 400,
  },
  {
    what: "a chunk that is longer than it says",
    bytes: post(["Transfer-Encoding: chunked"], `2\r\n{}${SMUGGLED}\r\n0\r\n\r\n`),
    status: 400,
  },
  {
    what: "a body on a GET",
    bytes: get("/v1/account", ["Content-Length: 60"]) + SMUGGLED,
    status: 400,
  },
  {
    what: "a chunked body on a HEAD",
    bytes: request("HEAD /v1/account HTTP/1.1", ["Transfer-Encoding: chunked"], "0\r\n\r\n"),
    status: 400,
  },
  {
    what: "lines that end in a line feed alone",
    bytes: `GET /v1/account HTTP/1.1\n${HOST}\nX: a\n\n`,
    status: 400,
  },
];

const HEADERS: readonly HostileRequest[] = [
  { what: "no Host", bytes: "GET /v1/account HTTP/1.1\r\n\r\n", status: 400 },
  { what: "two Host", bytes: get("/v1/account", ["Host: 127.0.0.1"]), status: 400 },
  {
    what: "a Host of another server, as after DNS rebinding",
    bytes: "GET /v1/account HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    status: 421,
  },
  {
    what: "a Host with a path in it",
    bytes: "GET /v1/account HTTP/1.1\r\nHost: 127.0.0.1/evil\r\n\r\n",
    status: 400,
  },
  {
    what: "a Host with credentials in it",
    bytes: "GET /v1/account HTTP/1.1\r\nHost: a@127.0.0.1\r\n\r\n",
    status: 400,
  },
  { what: "two Authorization", bytes: get("/v1/account", [AUTH]), status: 400 },
  {
    what: "a Connection that takes Authorization away",
    bytes: get("/v1/account", ["Connection: close, authorization"]),
    status: 400,
  },
  {
    what: "a header folded over two lines",
    bytes: get("/v1/account", ["X: a", " b"]),
    status: 400,
  },
  { what: "a NUL in a header", bytes: get("/v1/account", ["X: a\u0000b"]), status: 400 },
  { what: "a carriage return in a header", bytes: get("/v1/account", ["X: a\rY: b"]), status: 400 },
  { what: "a header's name with a space", bytes: get("/v1/account", ["X Y: a"]), status: 400 },
  { what: "a header without a name", bytes: get("/v1/account", [": a"]), status: 400 },
  {
    what: "headers of more than 16 KiB",
    bytes: get("/v1/account", [`X: ${"a".repeat(17_000)}`]),
    status: 431,
  },
  {
    what: "more than 100 headers",
    bytes: get(
      "/v1/account",
      Array.from({ length: 120 }, (_, index) => `X-${index}: a`),
    ),
    status: 431,
  },
  {
    what: "an Expect that nobody knows",
    bytes: post(["Expect: the-unexpected", "Content-Length: 2"], "{}"),
    status: 417,
  },
  {
    what: "a web page of another site, by its browser's own header",
    bytes: get("/v1/account", ["Sec-Fetch-Site: cross-site", "Origin: https://evil.example"]),
    status: 403,
  },
];

const TARGETS: readonly HostileRequest[] = [
  {
    what: "a whole URL as the target: an open proxy",
    bytes: get("http://169.254.169.254/latest/meta-data"),
    status: 400,
  },
  {
    what: "CONNECT: a tunnel",
    bytes: request("CONNECT 169.254.169.254:80 HTTP/1.1"),
    status: 405,
  },
  { what: "TRACE: headers echoed", bytes: request("TRACE /v1/account HTTP/1.1"), status: 405 },
  { what: "a path beside /v1", bytes: get("/admin"), status: 404 },
  { what: "a path that only begins like /v1", bytes: get("/v1evil"), status: 404 },
  { what: "a path out of /v1", bytes: get("/v1/../admin"), status: 400 },
  { what: "an encoded path out of /v1", bytes: get("/v1/%2e%2e/admin"), status: 400 },
  { what: "a half-encoded path out of /v1", bytes: get("/v1/.%2E/admin"), status: 400 },
  { what: "an encoded slash", bytes: get("/v1/predictions%2F..%2Fadmin"), status: 400 },
  { what: "an encoded backslash", bytes: get("/v1/..%5cadmin"), status: 400 },
  { what: "a backslash", bytes: get("/v1/..\\admin"), status: 400 },
  { what: "a doubly encoded dot", bytes: get("/v1/%252e%252e/admin"), status: 400 },
  { what: "an encoded NUL", bytes: get("/v1/predictions/%00"), status: 400 },
  {
    what: "an encoded line end: a header in the path",
    bytes: get("/v1/a%0d%0aX:%20b"),
    status: 400,
  },
  { what: "a broken percent-encoding", bytes: get("/v1/%zz"), status: 400 },
  { what: "an empty segment", bytes: get("/v1//evil.example/"), status: 400 },
  { what: "a target that begins with two slashes", bytes: get("//evil.example/v1/"), status: 400 },
  { what: "a path parameter", bytes: get("/v1/..;/admin"), status: 400 },
  { what: "a fragment", bytes: get("/v1/account#@evil.example"), status: 400 },
  { what: "bytes beyond ASCII", bytes: get("/v1/pr\u00e9dictions"), status: 400 },
  { what: "a target of more than 8 KiB", bytes: get(`/v1/${"a".repeat(9_000)}`), status: 414 },
  { what: "a stream that nobody sealed", bytes: get("/v1/streams/sealed-AAAA"), status: 404 },
  {
    what: "a stream sealed under another secret",
    bytes: get(
      "/v1/files/sealed-kq9Hh0TnSUY0NLmJmYAbL7Qd2TjVvS8kTPVyBGmq0fJvcl0fF5p2ijqLLgxJcWzRUwYkDmOJ",
    ),
    status: 404,
  },
  {
    what: "a write to a sealed stream's path",
    bytes: request("POST /v1/streams/sealed-AAAA HTTP/1.1", ["Content-Length: 0"]),
    status: 404,
  },
  { what: "no HTTP at all", bytes: "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", status: 400 },
  { what: "HTTP/2 without being asked", bytes: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: 400 },
  {
    what: "HTTP of another version",
    bytes: `GET /v1/account HTTP/9.9\r\n${HOST}\r\n\r\n`,
    status: 400,
  },
];

const KEYS: readonly HostileRequest[] = [
  { what: "no key where one is needed", bytes: get("/v1/account"), status: 403, keyed: true },
  {
    what: "a wrong key",
    bytes: get("/k/0123456789abcdeX/v1/account"),
    status: 403,
    keyed: true,
  },
  { what: "an empty key", bytes: get("/k//v1/account"), status: 403, keyed: true },
  {
    what: "the beginning of the key",
    bytes: get("/k/0123456789abcde/v1/account"),
    status: 403,
    keyed: true,
  },
  {
    what: "the key twice",
    bytes: get("/k/0123456789abcdef/k/0123456789abcdef/v1/account"),
    status: 404,
    keyed: true,
  },
  {
    what: "a path back out of the key",
    bytes: get("/k/0123456789abcdef/../../v1/account"),
    status: 400,
    keyed: true,
  },
  { what: "the metrics without the key", bytes: get("/metrics"), status: 403, keyed: true },
];

/** The key of the gateway that has one. */
export const TEST_KEY = "0123456789abcdef";

/** By kind, as the documentation shows them. */
export const HOSTILE_REQUESTS: Readonly<Record<string, readonly HostileRequest[]>> = {
  "Smuggled requests": SMUGGLING,
  Headers: HEADERS,
  "Targets and methods": TARGETS,
  "The gateway's own key": KEYS,
};
