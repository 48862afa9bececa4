import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import { ConfigError } from "./config-error.ts";
import type { GatewayConfig } from "./gateway-config.ts";
import { isLoopback } from "./is-loopback.ts";
import { OPTIONS, type GatewayOption } from "./option-table.ts";

/** What a process says about its configuration. */
export interface ConfigSources {
  /** Texts of flags, by the option's name. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface Given {
  readonly text: string;
  /** The option as its user knows it, for messages. */
  readonly origin: string;
  readonly shown: string;
}

const PREFIX = "BRAINTRUST_REPLICATE_GATEWAY_";
const CONFIG_VARIABLE = `${PREFIX}CONFIG`;
/**
 * What Kubernetes tells of a service that is called like the gateway, in the environment of all that
 * runs beside it.
 */
const SERVICE_VARIABLE =
  /^(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?)$/;
const SERVICE_PORT = /^(?:tcp|udp|sctp):\/\//;
/** Options whose values must not be repeated in a message. */
const SECRET: ReadonlySet<string> = new Set(["key", "secret"]);

/**
 * Puts the configuration together: a flag wins over the environment, the environment over the
 * config file, the file over the defaults.
 *
 * @throws {ConfigError} naming the option, what was given and what is allowed.
 * @example
 * ```ts
 * readConfig({ flags: { port: "4781" }, environment: process.env }).port; // 4781
 * ```
 */
export function readConfig(sources: ConfigSources): GatewayConfig {
  const { environment, flags } = sources;
  checkVariables(environment);
  const path = flags["config"] ?? nonEmpty(environment[CONFIG_VARIABLE]);
  const file = path === undefined ? {} : readConfigFile(path);
  const config: Record<string, unknown> = {};
  for (const option of OPTIONS) {
    const given = find(option, sources, { path, values: file });
    config[option.name] = given === undefined ? option.fallback : read(option, given);
  }
  const complete = config as unknown as GatewayConfig;
  checkTogether(complete);
  return withBraintrust(complete, environment);
}

/** The name of an option's environment variable. */
export function variableOf(name: string): string {
  return PREFIX + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function find(
  option: GatewayOption,
  { flags, environment }: ConfigSources,
  file: { readonly path: string | undefined; readonly values: Readonly<Record<string, unknown>> },
): Given | undefined {
  const { name } = option;
  const flag = flags[name];
  const shown = (text: string): string =>
    SECRET.has(name) ? `${text.length} characters` : JSON.stringify(text.slice(0, 80));
  const long = option.flag.split(" ")[0] ?? option.flag;
  if (flag !== undefined) return { text: flag, origin: `option ${long}`, shown: shown(flag) };
  const variable = nonEmpty(environment[variableOf(name)]);
  if (variable !== undefined && !(name === "port" && SERVICE_PORT.test(variable))) {
    return { text: variable, origin: `variable ${variableOf(name)}`, shown: shown(variable) };
  }
  const value = file.values[name];
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : "";
  return { text, origin: `option ${name} in ${file.path}`, shown: shown(text) };
}

function read(option: GatewayOption, { text, origin, shown }: Given): unknown {
  const value = option.read(text);
  if (value !== undefined) return value;
  throw new ConfigError(`${origin}: got ${shown}; allowed: ${option.allowed}`);
}

function readConfigFile(path: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    // JSON is YAML as well. All values stay texts: a key of digits would lose some as a number.
    parsed = parseYaml(readFileSync(path, "utf8"), {
      schema: "failsafe",
      customTags: ["null"],
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new ConfigError(`option --config: got "${path}", which cannot be read: ${reason}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new ConfigError(`option --config: "${path}" must hold a JSON or YAML object of options`);
  }
  const names: readonly string[] = OPTIONS.map(({ name }) => name);
  for (const name of Object.keys(parsed)) {
    if (names.includes(name)) continue;
    throw new ConfigError(
      `option --config: "${path}" has an unknown option ${JSON.stringify(name)}; allowed: ${names.join(", ")}`,
    );
  }
  return parsed as Readonly<Record<string, unknown>>;
}

/** A misspelt variable would be a setting that somebody relies on and that is not there. */
function checkVariables(environment: ConfigSources["environment"]): void {
  const known = new Set([CONFIG_VARIABLE, ...OPTIONS.map(({ name }) => variableOf(name))]);
  for (const name of Object.keys(environment)) {
    if (!name.startsWith(PREFIX) || known.has(name)) continue;
    if (SERVICE_VARIABLE.test(name.slice(PREFIX.length))) continue;
    throw new ConfigError(
      `variable ${name}: there is no such option; allowed: ${[...known].join(", ")}`,
    );
  }
}

function checkTogether({ host, key, secret }: GatewayConfig): void {
  if (isLoopback(host)) return;
  const missing = [key === undefined ? "--key" : "", secret === undefined ? "--secret" : ""];
  const names = missing.filter((name) => name !== "").join(" and ");
  if (names === "") return;
  throw new ConfigError(
    `option --host: got "${host}", which other machines can reach; that needs ${names} as well; ` +
      "allowed without them: loopback, such as 127.0.0.1",
  );
}

/** What Braintrust's own variables say, and the project where no option says it. */
function withBraintrust(
  given: GatewayConfig,
  environment: ConfigSources["environment"],
): GatewayConfig {
  const config = {
    ...given,
    braintrustKey: nonEmpty(environment["BRAINTRUST_API_KEY"]),
    braintrustUrl: nonEmpty(environment["BRAINTRUST_APP_URL"]),
  };
  checkAppUrl(config.braintrustUrl);
  if (config.project !== undefined) return config;
  const id = nonEmpty(environment["BRAINTRUST_PROJECT_ID"]);
  if (id !== undefined) return { ...config, project: { kind: "project_id", value: id } };
  const name = nonEmpty(environment["BRAINTRUST_PROJECT"]);
  if (name === undefined) return config;
  return { ...config, project: { kind: "project_name", value: name } };
}

/** With what is no URL, rows would wait for ever. It is not repeated: it may be the key. */
function checkAppUrl(url: string | undefined): void {
  if (url === undefined || (URL.canParse(url) && /^https?:/i.test(url))) return;
  throw new ConfigError(
    `variable BRAINTRUST_APP_URL: got ${url.length} characters that are no http or https URL`,
  );
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
