import { ownValue } from "../exchange/own-value.ts";

/** The client's API token, to be kept out of everything that is recorded. */
export function tokenOf(client: unknown): string | undefined {
  const token = ownValue(client, "auth");
  return typeof token === "string" && token !== "" ? token : undefined;
}
