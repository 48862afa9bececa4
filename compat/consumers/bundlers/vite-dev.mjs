// What `vite dev` does for a framework: modules of the app are run as they are asked for.
import { createServer } from "vite";

const server = await createServer({
  configFile: "vite.config.mjs",
  server: { middlewareMode: true, ws: false },
});
await (
  await server.ssrLoadModule(`/${process.env.ENTRY}`)
).done;
await server.close();
