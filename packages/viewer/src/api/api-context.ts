import type { Registry } from "../collector/registry.ts";
import type { Archive } from "../storage/open-archive.ts";
import type { EventHub } from "./event-hub.ts";

/** What the routes of the page and its API work on. */
export interface ApiContext {
  readonly archive: Archive;
  readonly registry: Registry;
  readonly hub: EventHub;
  readonly version: string;
}
