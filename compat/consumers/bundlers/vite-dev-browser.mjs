// What a browser is given of the client while developing; prints the module.
import { createServer } from "vite";

const server = await createServer({
  configFile: "vite.config.mjs",
  server: { port: 0, host: "127.0.0.1", ws: false },
  optimizeDeps: { include: ["replicate"] },
});
await server.listen();
const [base] = server.resolvedUrls.local;
const app = await (await fetch(`${base}src/fails.mjs`)).text();
const [, client] = /from "\/(node_modules[^"]+replicate[^"]+)"/.exec(app);
process.stdout.write(await (await fetch(base + client)).text());
await server.close();
