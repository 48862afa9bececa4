import { isLoopback } from "../collector/local-guard.ts";

/** What a greeting is about. */
export interface GreetingFacts {
  readonly url: string;
  readonly host: string;
  readonly directory: string;
  readonly apiKey?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The address of the page and the lines to paste where the app runs. */
export function greeting(facts: GreetingFacts): string {
  const { url, host, directory, apiKey } = facts;
  return [
    `Collecting on ${url} what Braintrust's SDKs log; open it in a browser to look.`,
    "Paste where your app runs:",
    "",
    ...environmentLines(facts),
    ...(isLoopback(host)
      ? []
      : ["", "On other machines put this machine's address in place of the one above."]),
    ...(apiKey === undefined ? [] : ["", "The page asks for the key of --api-key."]),
    "",
    `Kept in ${directory}. Stop with Ctrl-C.`,
  ].join("\n");
}

/** The variables that lead an SDK to a viewer, as lines for a shell. */
export function environmentLines({
  url,
  apiKey,
  env,
}: Pick<GreetingFacts, "url" | "apiKey" | "env">): readonly string[] {
  return [
    `export BRAINTRUST_APP_URL=${url}`,
    `export BRAINTRUST_API_KEY=${apiKey ?? "local"}`,
    // The SDK learns this address at login, unless the variable already points elsewhere.
    ...(env["BRAINTRUST_API_URL"] === undefined ? [] : [`export BRAINTRUST_API_URL=${url}`]),
  ];
}
