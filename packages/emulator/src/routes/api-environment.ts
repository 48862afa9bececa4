import type { Context } from "hono";
import type { Mount } from "../mount/mount.ts";

/** What each request brings along for the routes. */
export interface ApiEnvironment {
  readonly Bindings: { readonly mount: Mount };
}

/** The context of a route. */
export type ApiContext = Context<ApiEnvironment>;
