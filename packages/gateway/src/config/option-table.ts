import type { GatewayConfig, LogLevel, ProjectName } from "./gateway-config.ts";

/** One option: where it can come from, and how its text is read. */
export interface GatewayOption<Name extends keyof GatewayConfig = keyof GatewayConfig> {
  /** Its key in the config file. */
  readonly name: Name;
  /** As `--help` shows it. */
  readonly flag: string;
  readonly help: string;
  /** What is allowed, to end the sentence "allowed: …". */
  readonly allowed: string;
  readonly fallback: GatewayConfig[Name];
  /** The default as `--help` shows it; empty where there is none to show. */
  readonly shown?: string;
  /** The value of a text, or undefined when it is not allowed. */
  readonly read: (text: string) => GatewayConfig[Name] | undefined;
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error", "silent"];
const URL_PATH_TOKEN = /^[A-Za-z0-9_-]{16,256}$/;

function option<Name extends keyof GatewayConfig>(
  described: GatewayOption<Name>,
): GatewayOption<Name> {
  return described;
}

/** Every option, in the order in which `--help` shows them. */
export const OPTIONS: readonly GatewayOption[] = [
  option({
    name: "port",
    flag: "--port <number>",
    help: "port to listen on; 0 takes any free one",
    allowed: "a whole number from 0 to 65535",
    fallback: 4780,
    shown: "4780",
    read: wholeNumber(0, 65_535),
  }),
  option({
    name: "host",
    flag: "--host <address>",
    help: "address to listen on; beyond loopback, --key and --secret are needed",
    allowed: "an IP address or a host name of this machine",
    fallback: "127.0.0.1",
    shown: "127.0.0.1",
    read: (text) => (/^[A-Za-z0-9.:_-]{1,253}$/.test(text) ? text : undefined),
  }),
  option({
    name: "upstream",
    flag: "--upstream <url>",
    help: "where Replicate's API is, without /v1",
    allowed: "an http or https URL without credentials, query and fragment",
    fallback: new URL("https://api.replicate.com"),
    shown: "https://api.replicate.com",
    read: baseUrl,
  }),
  option({
    name: "publicUrl",
    flag: "--public-url <url>",
    help: "how clients reach the gateway, where that is not the Host they send",
    allowed: "an http or https URL without credentials, query and fragment",
    fallback: undefined,
    read: baseUrl,
  }),
  option({
    name: "key",
    flag: "--key <text>",
    help: "clients must have it in their base URL: /k/<key>/v1",
    allowed: "16 to 256 letters, digits, - and _",
    fallback: undefined,
    read: (text) => (URL_PATH_TOKEN.test(text) ? text : undefined),
  }),
  option({
    name: "secret",
    flag: "--secret <text>",
    help: "what stream URLs are sealed under; the same for all replicas",
    allowed: "at least 16 characters",
    fallback: undefined,
    read: (text) => (text.length >= 16 ? text : undefined),
  }),
  option({
    name: "project",
    flag: "--project <name>",
    help: "Braintrust project for requests that name none",
    allowed: "a project's name, or project_id:<id>",
    fallback: undefined,
    read: projectName,
  }),
  option({
    name: "captureBytes",
    flag: "--capture-bytes <number>",
    help: "bytes of a body that are looked at for tracing; what is longer is marked as truncated",
    allowed: "a whole number from 1024 to 67108864",
    fallback: 1024 * 1024,
    shown: "1048576",
    read: wholeNumber(1024, 64 * 1024 * 1024),
  }),
  option({
    name: "queueRows",
    flag: "--queue-rows <number>",
    help: "rows that wait while Braintrust is away; the oldest are dropped beyond that",
    allowed: "a whole number from 100 to 1000000",
    fallback: 20_000,
    shown: "20000",
    read: wholeNumber(100, 1_000_000),
  }),
  option({
    name: "upstreamTimeout",
    flag: "--upstream-timeout <seconds>",
    help: "seconds that Replicate may take to begin an answer",
    allowed: "a whole number from 65 to 3600 (Replicate holds `Prefer: wait` for 60 seconds)",
    fallback: 120,
    shown: "120",
    read: wholeNumber(65, 3600),
  }),
  option({
    name: "maxConnections",
    flag: "--max-connections <number>",
    help: "connections that clients may hold at once",
    allowed: "a whole number from 1 to 100000",
    fallback: 4096,
    shown: "4096",
    read: wholeNumber(1, 100_000),
  }),
  option({
    name: "drainSeconds",
    flag: "--drain-seconds <number>",
    help: "seconds that requests under way get after SIGTERM",
    allowed: "a whole number from 0 to 3600",
    fallback: 30,
    shown: "30",
    read: wholeNumber(0, 3600),
  }),
  option({
    name: "flushSeconds",
    flag: "--flush-seconds <number>",
    help: "seconds that waiting rows get after that",
    allowed: "a whole number from 0 to 600",
    fallback: 10,
    shown: "10",
    read: wholeNumber(0, 600),
  }),
  option({
    name: "logLevel",
    flag: "--log-level <level>",
    help: "what is logged on stderr; debug has a line for each request",
    allowed: LEVELS.join(", "),
    fallback: "info",
    shown: "info",
    read: (text) => LEVELS.find((level) => level === text),
  }),
  option({
    name: "viewer",
    flag: "--viewer",
    help: "start braintrust-replicate-viewer as well, and log to it",
    allowed: "true or false",
    fallback: false,
    read: (text) => ({ true: true, "1": true, false: false, "0": false })[text],
  }),
];

function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
    return value >= least && value <= most ? value : undefined;
  };
}

/** Without a trailing slash, and without the `/v1` that base URLs of some clients end in. */
function baseUrl(text: string): URL | undefined {
  if (!URL.canParse(text) || /\s/.test(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  if (url.username + url.password + url.search + url.hash !== "") return undefined;
  url.pathname = url.pathname.replace(/\/+$/, "").replace(/\/v1$/, "");
  return url;
}

function projectName(text: string): ProjectName | undefined {
  if (text.trim() === "" || text.length > 256) return undefined;
  const id = /^project_id:(.+)$/.exec(text)?.[1];
  if (id !== undefined) return { kind: "project_id", value: id };
  return { kind: "project_name", value: text.replace(/^project_name:/, "") };
}
