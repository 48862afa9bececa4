import type { CopyPolicy } from "../storage/file-records.ts";

/** Where Replicate delivers output files; all below it are Replicate's, too. */
export const REPLICATE_HOSTS = ["replicate.delivery", "*.replicate.delivery"] as const;

/** A server on this machine or network that stands in for Replicate, for tests and demos. */
export interface TrustedServer {
  /** Such as `https://127.0.0.1:4443`. */
  readonly origin: string;
  /** The certificate to trust, in PEM. */
  readonly ca: string;
}

/** Which files are copied. */
export interface CopyRules {
  /** Host names; `*.` in front means every name below. */
  readonly hosts: readonly string[];
  readonly trustedServers: readonly TrustedServer[];
}

/**
 * Says of a URL whether its file may be copied, by the URL alone: https, the standard port, no
 * credentials, a host of the list. Where its host leads is checked when it is fetched.
 *
 * @example
 * copyPolicy({ hosts: REPLICATE_HOSTS, trustedServers: [] })("file:///etc/passwd").refused; // "Only https …"
 */
export function copyPolicy(rules: CopyRules): CopyPolicy {
  const isAllowed = hostMatcher(rules.hosts);
  const isReplicates = hostMatcher(REPLICATE_HOSTS);
  return (text) => {
    if (!URL.canParse(text)) return { refused: "It is no URL" };
    const url = new URL(text);
    if (url.protocol !== "https:") return { refused: "Only https files are copied" };
    if (trustedServer(rules, url) !== undefined) return { isReplicates: true };
    if (url.username !== "" || url.password !== "") {
      return { refused: "URLs with a user name or password are not copied" };
    }
    if (url.port !== "") return { refused: "Only the standard port of https is allowed" };
    if (!isAllowed(url.hostname)) {
      return { refused: `${url.hostname} is not among the hosts whose files are copied` };
    }
    return { isReplicates: isReplicates(url.hostname) };
  };
}

/** The trusted server that a URL leads to. */
export function trustedServer(rules: CopyRules, url: URL): TrustedServer | undefined {
  return rules.trustedServers.find(({ origin }) => origin === url.origin);
}

function hostMatcher(patterns: readonly string[]): (host: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.startsWith("*.")));
  const endings = patterns.filter((pattern) => pattern.startsWith("*.")).map((p) => p.slice(1));
  return (host) => exact.has(host) || endings.some((ending) => host.endsWith(ending));
}
