import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

/** A built app that answers. */
export interface ServedNext {
  readonly url: string;
  /** What it wrote until now. */
  said(): string;
  close(): Promise<void>;
}

/** Starts a built app of Next.js, and waits until it answers. */
export async function serveNext(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<ServedNext> {
  const port = await freePort();
  const next = join(folder, "node_modules/next/dist/bin/next");
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [next, "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: folder,
    env: { PATH, HOME, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (text: string): void => {
      said += text;
      if (said.includes("Ready in")) resolve();
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("close", () => reject(new Error(`the app did not start: ${said}`)));
  });
  await ready;
  return {
    url: `http://127.0.0.1:${port}`,
    said: () => said,
    close: async () => {
      const closed = once(child, "close");
      child.kill("SIGKILL");
      await closed;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
