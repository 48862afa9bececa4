import { Hono } from "hono";
import type { EmulatorState } from "../emulator-state.ts";
import { contentTypeOf, fileBytes } from "../files/delivered-file.ts";
import type { ApiEnvironment } from "./api-environment.ts";

/** The output files, which anybody may read who knows their URL. */
export function deliveryRoutes(state: EmulatorState): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get("/xezq/:token/:file", (c) => {
    const file = state.delivered.get(c.req.param("token"));
    if (file === undefined) return new Response("Not Found", { status: 404 });
    const bytes = new Uint8Array(fileBytes(file));
    return new Response(bytes, {
      headers: {
        "content-type": contentTypeOf(file.format),
        "content-length": String(bytes.length),
        "cache-control": "public, max-age=31536000",
      },
    });
  });
}
